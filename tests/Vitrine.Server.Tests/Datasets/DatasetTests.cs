using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Datasets;

public sealed class DatasetTests : IAsyncLifetime
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private readonly FakeGenerator generator = FakeGenerator.Of(Pixel);
    private RunningServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder())));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_dataset_is_made_changed_and_listed()
    {
        var made = await SendAsync(HttpMethod.Post, "/api/v1/datasets", new { name = "Coffee", brand = "Coffee Co.", vibe = "cozy", unique_visual_elements = new[] { "green apron" } }, HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString();
        var changed = await SendAsync(HttpMethod.Patch, $"/api/v1/datasets/{id}", new { vibe = "", name = "Coffee 2" });
        Assert.Equal(("Coffee 2", "Coffee Co."), (changed.GetProperty("name").GetString(), changed.GetProperty("brand").GetString()));
        Assert.False(changed.TryGetProperty("vibe", out _));
        Assert.Equal("green apron", Assert.Single(changed.GetProperty("unique_visual_elements").EnumerateArray()).GetString());
        var listed = await SendAsync(HttpMethod.Get, "/api/v1/datasets");
        Assert.Equal([id], listed.GetProperty("datasets").EnumerateArray().Select(dataset => dataset.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("""{"name":""}""", HttpStatusCode.BadRequest, "invalid_value", "name")]
    [InlineData("""{"name":"x","id":""}""", HttpStatusCode.BadRequest, "invalid_value", "id")]
    [InlineData("""{"name":"x","unique_visual_elements":[null]}""", HttpStatusCode.BadRequest, "too_long", "unique_visual_elements")]
    [InlineData("""{"name":"x","nonsense":1}""", HttpStatusCode.BadRequest, "invalid_body", "nonsense")]
    public async Task What_is_wrong_is_named(string body, HttpStatusCode status, string code, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("/api/v1/datasets", UriKind.Relative), content, Cancel);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, status, code)).Field);
    }

    [Fact]
    public async Task Its_pictures_go_along_with_prompts_and_leave_with_it()
    {
        await SendAsync(HttpMethod.Post, "/api/v1/datasets", new { id = "d-1", name = "Coffee", brand = "Coffee Co." }, HttpStatusCode.Created);
        var added = await UploadAsync(HttpMethod.Post, "/api/v1/datasets/d-1/images", Pixel);
        await UploadAsync(HttpMethod.Put, "/api/v1/datasets/d-1/logo", Pixel);
        var shown = await SendAsync(HttpMethod.Get, "/api/v1/datasets/d-1");
        Assert.Equal(added.GetProperty("url").GetString(), Assert.Single(shown.GetProperty("reference_images").EnumerateArray()).GetProperty("url").GetString());
        Assert.StartsWith("/pictures/default/logos/", shown.GetProperty("logo").GetProperty("url").GetString());

        var image = await SendAsync(HttpMethod.Post, "/ai/generate", new { prompt = "A cup", dataset_id = "d-1" });
        Assert.Equal(1, image.GetProperty("reference_images_count").GetInt32());
        Assert.Single(Assert.Single(generator.Asked).Request.OriginalImages!);

        using (var gone = await server.Client.DeleteAsync(new Uri("/api/v1/datasets/d-1", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using (var picture = await server.Anonymous.GetAsync(new Uri(added.GetProperty("url").GetString()!, UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
        var kept = await SendAsync(HttpMethod.Get, $"/api/v1/images/{image.GetProperty("id").GetString()}");
        Assert.Equal(JsonValueKind.Null, kept.GetProperty("dataset_id").ValueKind);
    }

    [Fact]
    public async Task A_reference_image_is_taken_away_by_its_hash()
    {
        await SendAsync(HttpMethod.Post, "/api/v1/datasets", new { id = "d-1", name = "Coffee" }, HttpStatusCode.Created);
        var hash = (await UploadAsync(HttpMethod.Post, "/api/v1/datasets/d-1/images", Pixel)).GetProperty("hash").GetString();
        using (var gone = await server.Client.DeleteAsync(new Uri($"/api/v1/datasets/d-1/images/{hash}", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using (var again = await server.Client.DeleteAsync(new Uri($"/api/v1/datasets/d-1/images/{hash}", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Empty((await SendAsync(HttpMethod.Get, "/api/v1/datasets/d-1")).GetProperty("reference_images").EnumerateArray());
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_with_a_reason()
    {
        await SendAsync(HttpMethod.Post, "/api/v1/datasets", new { id = "d-1", name = "Coffee" }, HttpStatusCode.Created);
        foreach (var bytes in (byte[][])["<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), Pixel[..50], []])
        {
            using var content = new ByteArrayContent(bytes);
            using var response = await server.Client.PostAsync(new Uri("/api/v1/datasets/d-1/images", UriKind.Relative), content, Cancel);
            Assert.NotEmpty((await ProblemBody.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "picture_refused")).Detail!);
        }
    }

    [Fact]
    public async Task A_persona_is_named_pictured_and_forgotten()
    {
        var made = await SendAsync(HttpMethod.Put, "/api/v1/personas/p-1", new { name = "Ada", picture_url = "https://example.org/a.png" });
        Assert.Equal("https://example.org/a.png", made.GetProperty("picture_url").GetString());
        await UploadAsync(HttpMethod.Put, "/api/v1/personas/p-1/picture", Pixel);
        var persona = Assert.Single((await SendAsync(HttpMethod.Get, "/api/v1/personas")).GetProperty("personas").EnumerateArray());
        Assert.StartsWith("/pictures/default/reference-images/", persona.GetProperty("picture").GetProperty("url").GetString());
        using (var wrong = await server.Client.PutAsJsonAsync(new Uri("/api/v1/personas/p-1", UriKind.Relative), new { name = "Ada", picture_url = "javascript:alert(1)" }, Cancel))
            await ProblemBody.AssertAsync(wrong, HttpStatusCode.BadRequest, "invalid_value");
        using (var gone = await server.Client.DeleteAsync(new Uri("/api/v1/personas/p-1", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Empty((await SendAsync(HttpMethod.Get, "/api/v1/personas")).GetProperty("personas").EnumerateArray());
    }

    [Fact]
    public async Task Jobs_say_how_it_went_and_whose_they_are()
    {
        var image = await SendAsync(HttpMethod.Post, "/ai/generate", new { prompt = "A cup", user_id = "anna", ext = new { chat = 1 } });
        var job = await SendAsync(HttpMethod.Get, $"/api/v1/jobs/{image.GetProperty("id").GetString()}");
        Assert.Equal(("succeeded", "anna", true), (job.GetProperty("status").GetString(), job.GetProperty("user_id").GetString(), job.GetProperty("fact_is_stored").GetBoolean()));
        Assert.Equal(1, job.GetProperty("ext").GetProperty("chat").GetInt32());
        Assert.Empty((await SendAsync(HttpMethod.Get, "/api/v1/jobs?status=failed")).GetProperty("jobs").EnumerateArray());

        using var bob = new HttpClient { BaseAddress = server.Address };
        bob.DefaultRequestHeaders.Add("X-Api-Key", await server.NewKeyAsync(KeyKind.App));
        bob.DefaultRequestHeaders.Add("X-End-User", "bob");
        Assert.Empty((await bob.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/jobs", UriKind.Relative), Cancel)).GetProperty("jobs").EnumerateArray());
        using var hidden = await bob.GetAsync(new Uri($"/api/v1/jobs/{image.GetProperty("id").GetString()}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    private async Task<JsonElement> UploadAsync(HttpMethod method, string path, byte[] bytes)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("image/png");
        return await JsonAsync(request, HttpStatusCode.OK);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        return await JsonAsync(request, expected);
    }

    private async Task<JsonElement> JsonAsync(HttpRequestMessage request, HttpStatusCode expected)
    {
        using var response = await server.Client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == expected, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
