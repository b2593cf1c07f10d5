using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Core.Control;
using Vitrine.Server.Local;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Generation;

/// <summary>Providers that are set up while the server runs.</summary>
public sealed class ProvidersTests
{
    private const string Key = "sk-0123456789-the-secret-wxyz";
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_that_an_admin_sets_up_makes_images_at_once_and_its_key_is_nowhere()
    {
        var asked = new ConcurrentQueue<(string Path, string? Key)>();
        await using var openAI = await ProviderAsync(asked);
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Local();
        Assert.Equal(400, await server.Client.StatusAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup","provider":"openai"}"""));

        var put = await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, $$"""{"key":"{{Key}}","model":"gpt-image-1-mini","endpoint":"{{openAI.Urls.Single()}}"}""");
        Assert.Equal(("openai", "gpt-image-1-mini", "api", "wxyz"), (Text(put, "name"), Text(put, "model"), Text(put, "set_up_by"), Text(put, "key_last_four")));
        var made = await server.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup","provider":"openai"}""");
        Assert.Equal(("openai", "gpt-image-1-mini"), (Text(made, "provider"), Text(made, "model")));
        Assert.Equal([("/images/generations", $"Bearer {Key}")], asked);

        var list = (await admin.JsonAsync(HttpMethod.Get, "/api/v1/providers")).GetRawText();
        var audit = (await admin.JsonAsync(HttpMethod.Get, "/api/v1/audit")).GetRawText();
        Assert.Contains("provider.changed", audit);
        Assert.All([put.GetRawText(), list, audit, made.GetRawText()], text => Assert.DoesNotContain("the-secret", text));
        Assert.All(Directory.GetFiles(server.DataFolder, "control.db*"), file => Assert.DoesNotContain("the-secret", ReadShared(file)));

        Assert.Equal(204, await admin.StatusAsync(HttpMethod.Delete, "/api/v1/providers/openai"));
        Assert.Equal(400, await server.Client.StatusAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup","provider":"openai"}"""));
        Assert.Equal(404, await admin.StatusAsync(HttpMethod.Delete, "/api/v1/providers/openai"));
    }

    [Fact]
    public async Task What_is_not_named_stays_and_another_address_needs_the_key_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Local();
        await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, $$"""{"key":"{{Key}}","endpoint":"https://one.example/v1"}""");
        var changed = await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"model":"m"}""");
        Assert.Equal(("m", "https://one.example/v1/", "wxyz"), (Text(changed, "model"), Text(changed, "endpoint"), Text(changed, "key_last_four")));
        await admin.ProblemAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"endpoint":"https://two.example/v1"}""", HttpStatusCode.BadRequest, "missing_field");
        await admin.ProblemAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"endpoint":""}""", HttpStatusCode.BadRequest, "missing_field");
        Assert.Equal("gpt-image-1.5", Text(await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"model":""}"""), "model"));
    }

    [Fact]
    public async Task A_stored_provider_is_there_after_a_restart_and_a_lost_key_must_be_entered_again_without_stopping_the_start()
    {
        await using var openAI = await ProviderAsync([]);
        var data = RunningServer.NewFolder();
        await RunOnceAsync(data, admin => admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, $$"""{"key":"{{Key}}","endpoint":"{{openAI.Urls.Single()}}"}"""));
        await RunOnceAsync(data, async admin => Assert.True((await FindAsync(admin, "openai")).GetProperty("is_set_up").GetBoolean()));

        // As after a restore elsewhere: the database is there, the secret is not. It is the default, and still the server starts.
        File.Delete(Path.Combine(data, "secret.key"));
        await using var server = await RunningServer.StartAsync(RunningServer.Launch(data, ("Generation:DefaultProvider", "openai")));
        using var local = server.Local();
        var lost = await FindAsync(local, "openai");
        Assert.False(lost.GetProperty("is_set_up").GetBoolean());
        Assert.Contains("entered again", Text(lost, "problem"));
        Assert.Equal(400, await server.Client.StatusAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}"""));
        await local.ProblemAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"model":"m"}""", HttpStatusCode.BadRequest, "invalid_value");
        await local.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, $$"""{"key":"{{Key}}"}""");
        Assert.Equal("openai", Text(await server.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}"""), "provider"));
        await local.ProblemAsync(HttpMethod.Delete, "/api/v1/providers/openai", null, null, HttpStatusCode.Conflict, "default_provider");
    }

    [Fact]
    public async Task What_the_configuration_sets_up_is_changed_there_only()
    {
        await using var server = await RunningServer.StartAsync(("OpenAI:ApiKey", Key));
        using var admin = server.Local();
        await admin.ProblemAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"model":"m"}""", HttpStatusCode.Conflict, "provider_configured");
        var found = await FindAsync(admin, "openai");
        Assert.Equal(("configuration", "gpt-image-1.5", "wxyz"), (Text(found, "set_up_by"), Text(found, "model"), Text(found, "key_last_four")));
    }

    [Fact]
    public async Task Who_may_make_images_sees_names_and_models_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(("OpenAI:ApiKey", Key));
        var list = await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/providers");
        Assert.Equal("""{"default":"sketch","providers":[{"name":"openai","model":"gpt-image-1.5"},{"name":"sketch","model":"sketch-1"}]}""", list.GetRawText());
        await server.Client.ProblemAsync(HttpMethod.Put, "/api/v1/providers/gemini", null, $$"""{"key":"{{Key}}"}""", HttpStatusCode.Forbidden, "forbidden");
        await server.Client.ProblemAsync(HttpMethod.Post, "/api/v1/providers/sketch/test", null, null, HttpStatusCode.Forbidden, "forbidden");
        await server.Anonymous.ProblemAsync(HttpMethod.Get, "/api/v1/providers", null, null, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("gemini", """{"key":"has space"}""", "invalid_value", "key")]
    [InlineData("gemini", """{"model":"m"}""", "invalid_value", null)]
    [InlineData("gemini", """{"key":"k","workflow":{}}""", "invalid_value", "workflow")]
    [InlineData("comfyui", """{"key":"k"}""", "invalid_value", "key")]
    [InlineData("comfyui", """{"workflow":"{}"}""", "wrong_type", "workflow")]
    [InlineData("comfyui", """{"workflow":{"1":{"class_type":"SaveImage","inputs":{}}}}""", "invalid_value", null)]
    [InlineData("runpod", """{"key":"k","input":{"prompt":"{{prompt}}"}}""", "invalid_value", null)]
    [InlineData("openai", """{"key":"k","endpoint":"ftp://a.example/"}""", "invalid_value", "endpoint")]
    [InlineData("openai", """{"key":"k","endpoint":"https://user:word@a.example/"}""", "invalid_value", "endpoint")]
    [InlineData("openai", """{"key":"k","endpoint":"https://a.example/?key=1"}""", "invalid_value", "endpoint")]
    [InlineData("openai", """{"key":"k","other":1}""", "invalid_body", "other")]
    public async Task What_is_wrong_is_named_and_nothing_is_stored(string name, string body, string code, string? field)
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Local();
        using (var response = await admin.SendAsync(HttpMethod.Put, $"/api/v1/providers/{name}", null, body))
        {
            var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code);
            Assert.Equal(field, problem.Field);
            Assert.DoesNotContain("has space", problem.Detail);
        }
        Assert.Empty(await server.Services.GetRequiredService<IProviderStore>().ListProvidersAsync(Cancel));
        await admin.ProblemAsync(HttpMethod.Put, "/api/v1/providers/sketch", null, """{"model":"m"}""", HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_workflow_is_given_and_kept_whole()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Local();
        const string workflow = """{"1":{"class_type":"CLIPTextEncode","inputs":{"text":"{{prompt}}"}},"2":{"class_type":"SaveImage","inputs":{"images":["1",0]}}}""";
        var put = await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/comfyui", null, $$"""{"workflow":{{workflow}}}""");
        Assert.Equal((true, true, false), (put.GetProperty("is_set_up").GetBoolean(), put.GetProperty("has_template").GetBoolean(), put.GetProperty("has_key").GetBoolean()));
        Assert.Equal(workflow, Assert.Single(await server.Services.GetRequiredService<IProviderStore>().ListProvidersAsync(Cancel)).Template);
    }

    [Fact]
    public async Task A_check_tells_what_the_provider_says_and_makes_nothing()
    {
        var asked = new ConcurrentQueue<(string Path, string? Key)>();
        await using var openAI = await ProviderAsync(asked);
        await using var server = await RunningServer.StartAsync();
        using var admin = server.Local();
        await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, $$"""{"key":"{{Key}}","endpoint":"{{openAI.Urls.Single()}}"}""");
        Assert.True((await admin.JsonAsync(HttpMethod.Post, "/api/v1/providers/openai/test")).GetProperty("ok").GetBoolean());
        await admin.JsonAsync(HttpMethod.Put, "/api/v1/providers/openai", null, """{"key":"wrong"}""");
        var wrong = await admin.JsonAsync(HttpMethod.Post, "/api/v1/providers/openai/test");
        Assert.Equal((false, "provider_unauthorized"), (wrong.GetProperty("ok").GetBoolean(), Text(wrong, "reason")));
        Assert.All(asked, call => Assert.Equal("/models/gpt-image-1.5", call.Path));
        Assert.True((await admin.JsonAsync(HttpMethod.Post, "/api/v1/providers/sketch/test")).GetProperty("ok").GetBoolean());
        Assert.Equal(404, await admin.StatusAsync(HttpMethod.Post, "/api/v1/providers/gemini/test"));
    }

    private static async Task RunOnceAsync(string data, Func<HttpClient, Task> act)
    {
        await using var app = VitrineServer.Build(RunningServer.Launch(data));
        await app.StartAsync(Cancel);
        using var admin = LocalConnection.Client(app.Services.GetRequiredService<LocalSocket>().Path);
        await act(admin);
    }

    private static async Task<JsonElement> FindAsync(HttpClient admin, string name) =>
        (await admin.JsonAsync(HttpMethod.Get, "/api/v1/providers")).GetProperty("providers").EnumerateArray().Single(provider => Text(provider, "name") == name);

    // It is open in the server.
    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static async Task<WebApplication> ProviderAsync(ConcurrentQueue<(string Path, string? Key)> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapFallback("{*path}", (HttpContext context) =>
        {
            var key = context.Request.Headers.Authorization.ToString();
            asked.Enqueue((context.Request.Path, key));
            return key == $"Bearer {Key}"
                ? Results.Json(new { data = new[] { new { b64_json = Pixel } } })
                : Results.Json(new { error = new { message = "Incorrect API key provided.", code = "invalid_api_key" } }, statusCode: 401);
        });
        await app.StartAsync(Cancel);
        return app;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
