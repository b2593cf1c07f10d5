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

    [Fact]
    public async Task A_picture_that_a_provider_only_names_the_address_of_is_fetched_and_stored()
    {
        await using var pictures = new PictureHost(_ => PictureHost.Ok(Convert.FromBase64String(Pixel)));
        await using var openAI = await StartProviderAsync(_ => Results.Json(new { data = new[] { new { url = pictures.At("/made.png?sig=the-secret").AbsoluteUri } } }));
        await using var server = await StartWithOpenAIAsync(openAI, pictures);
        using var response = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var image = JsonDocument.Parse(text).RootElement;
        Assert.StartsWith("GET /made.png?sig=the-secret ", Assert.Single(pictures.Requests));
        Assert.DoesNotContain("the-secret", await server.Client.GetStringAsync(new Uri($"/api/v1/images/{image.GetProperty("id").GetString()}", UriKind.Relative), Cancel));
        using var stored = await server.Anonymous.GetAsync(new Uri(image.GetProperty("image_url").GetString()!), Cancel);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (stored.StatusCode, stored.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_names_an_address_inside_makes_an_image_that_failed_and_says_why(bool byRedirect)
    {
        const string Inside = "http://169.254.169.254/latest/meta-data/?token=the-secret";
        await using var pictures = new PictureHost(_ => PictureHost.RedirectTo(Inside));
        await using var openAI = await StartProviderAsync(_ => Results.Json(new { data = new[] { new { url = byRedirect ? pictures.At("/made.png").AbsoluteUri : Inside } } }));
        await using var server = await StartWithOpenAIAsync(openAI, pictures);
        using var response = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel);
        var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.BadGateway, "generation_failed");
        var facts = await server.Client.GetStringAsync(new Uri("/api/v1/images", UriKind.Relative), Cancel);
        var image = Assert.Single(JsonDocument.Parse(facts).RootElement.GetProperty("images").EnumerateArray());
        Assert.Equal("failed", image.GetProperty("status").GetString());
        Assert.StartsWith("provider_failed: The provider's picture cannot be fetched from its address: Pictures are fetched from https addresses", image.GetProperty("error").GetString());
        Assert.Equal(byRedirect ? 1 : 0, pictures.Requests.Count);
        Assert.DoesNotContain("169.254", problem.Detail + facts);
        Assert.DoesNotContain("the-secret", problem.Detail + facts);
    }

    [Theory]
    [InlineData("Fetch:Hosts", "https://comfy.internal", "Fetch:Hosts")]
    [InlineData("Fetch:Hosts", "comfy.internal:99999", "Fetch:Hosts")]
    [InlineData("Fetch:Ports", "443, http", "Fetch:Ports")]
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

    private static Task<RunningServer> StartWithOpenAIAsync(WebApplication openAI, PictureHost pictures) => RunningServer.StartAsync(
        ("OpenAI:ApiKey", "the-key"), ("OpenAI:Endpoint", openAI.Urls.Single()), ("Generation:DefaultProvider", "openai"), ("Fetch:Hosts", pictures.Name));

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
