using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Generation;

public sealed class ProviderSettingsTests : IDisposable
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

    private readonly TempFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_with_a_key_makes_images_and_its_key_is_nowhere_else()
    {
        string? keySent = null;
        await using var gemini = await StartProviderAsync(context =>
        {
            keySent = context.Request.Headers["x-goog-api-key"];
            return Results.Json(new { candidates = new[] { new { content = new { parts = new[] { new { inlineData = new { mimeType = "image/png", data = Pixel } } } }, finishReason = "STOP" } } });
        });
        await using var server = await RunningServer.StartAsync(
            ("Gemini:ApiKey", "the-secret"), ("Gemini:Model", "gemini-x"), ("Gemini:Endpoint", gemini.Urls.Single()), ("Generation:DefaultProvider", "gemini"));
        using var response = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var answer = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("gemini", "gemini-x"), (answer.GetProperty("provider").GetString(), answer.GetProperty("model").GetString()));
        Assert.Equal("the-secret", keySent);
        Assert.DoesNotContain("the-secret", text);
    }

    [Fact]
    public async Task What_a_provider_repeats_of_its_key_is_not_passed_on()
    {
        await using var openAI = await StartProviderAsync(_ => Results.Json(new { error = new { message = "Incorrect API key provided: the-secret", code = "invalid_api_key" } }, statusCode: 401));
        await using var server = await RunningServer.StartAsync(("OpenAI:ApiKey", "the-secret"), ("OpenAI:Endpoint", openAI.Urls.Single()));
        using var response = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup", provider = "openai" }, Cancel);
        var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.BadGateway, "generation_failed");
        Assert.Contains("provider_unauthorized", problem.Detail);
        Assert.DoesNotContain("the-secret", problem.Detail);
        Assert.DoesNotContain("the-secret", await server.Client.GetStringAsync(new Uri("/api/v1/images", UriKind.Relative), Cancel));
    }

    [Theory]
    [InlineData("Generation:DefaultProvider", "gemini", "Generation:DefaultProvider")]
    [InlineData("RunPod:ApiKey", "the-secret", "RunPod")]
    [InlineData("ComfyUI:WorkflowFile", "/no/such/file.json", "ComfyUI")]
    [InlineData("Gemini:ApiKey", "not a key", "Gemini")]
    public void A_wrong_setting_stops_the_start_and_is_named_without_its_secret(string key, string value, string named)
    {
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(folder.File("data"), (key, value))));
        Assert.Contains(named, error.Message);
        Assert.DoesNotContain("the-secret", error.Message);
        Assert.DoesNotContain("not a key", error.Message);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<WebApplication> StartProviderAsync(Func<HttpContext, IResult> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapFallback((HttpContext context) => answer(context));
        await app.StartAsync(Cancel);
        return app;
    }
}
