using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Pictures;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

/// <summary>Addresses that expire.</summary>
public sealed class PictureAddressTests : IAsyncLifetime
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private LivingServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ManualClock Clock => (ManualClock)server.Server.Services.GetRequiredService<TimeProvider>();

    public async ValueTask InitializeAsync()
    {
        server = await LivingServer.StartAsync(("Blobs:AddressSeconds", "600"), ("Blobs:MaxAddressSeconds", "3600"));
        await server.TrackAsync(
            Some.Image().Named("i-1").At(LivingServer.Now), Some.Image().Named("i-2").At(LivingServer.Now), Some.ApiCall().Named("c-1").By("ada").At(LivingServer.Now));
        var index = (IPictureIndex)await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var keeper = server.Server.Services.GetRequiredService<PictureKeeper>();
        await keeper.KeepDecodedAsync("default", index, Bucket.GeneratedImages, Pixel, new PictureOwner(PictureOwnerKind.Image, "i-1"), Cancel);
        await keeper.KeepDecodedAsync("default", index, Bucket.RequestImages, Pixel, new PictureOwner(PictureOwnerKind.ApiCall, "c-1"), Cancel);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_request_image_is_shown_to_who_has_the_address_until_it_expires_and_kept_by_nobody()
    {
        var (url, expires) = await MakeAsync("api-calls/c-1");
        Assert.StartsWith("/pictures/default/request-images/", url);
        Assert.Equal("2025-06-18T10:30:30Z", expires);
        using (var shown = await GetAsync(url))
        {
            Assert.Equal((HttpStatusCode.OK, "image/png"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
            Assert.Equal("no-store, private", shown.Headers.CacheControl!.ToString());
        }
        using (var bare = await GetAsync(url.Split('?')[0])) Assert.Equal(HttpStatusCode.NotFound, bare.StatusCode);
        Clock.Advance(TimeSpan.FromSeconds(599));
        using (var last = await GetAsync(url)) Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Clock.Advance(TimeSpan.FromSeconds(1));
        using var over = await GetAsync(url);
        await ProblemBody.AssertAsync(over, HttpStatusCode.Gone, "address_expired");
        Assert.True(over.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_copy_of_a_public_picture_by_such_an_address_lasts_as_long_as_the_address()
    {
        var (url, _) = await MakeAsync("images/i-1", new { expires_in = 100 });
        Clock.Advance(TimeSpan.FromSeconds(40));
        using var shown = await GetAsync(url);
        Assert.Equal("max-age=60, private", shown.Headers.CacheControl!.ToString());
        using var lasting = await GetAsync(url.Split('?')[0]);
        Assert.True(lasting.Headers.CacheControl!.Public);
    }

    [Fact]
    public async Task Nothing_of_an_address_can_be_changed()
    {
        var (url, _) = await MakeAsync("api-calls/c-1", new { size = 64 });
        using (var shown = await GetAsync(url)) Assert.Equal((HttpStatusCode.OK, "image/webp"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        using (var local = server.Server.Local()) await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"shop","name":"Shop"}""");
        var expires = LivingServer.Now.ToUnixTimeSeconds() + 600;
        foreach (var changed in (string[])
        [
            url.Replace("size=64", "size=1024", StringComparison.Ordinal),
            url.Replace("&size=64", "", StringComparison.Ordinal),
            url.Replace($"expires={expires}", $"expires={expires + 1}", StringComparison.Ordinal),
            url.Replace($"expires={expires}", $"expires=+{expires}", StringComparison.Ordinal),
            url.Replace($"expires={expires}&", "", StringComparison.Ordinal),
            url.Replace("/default/", "/shop/", StringComparison.Ordinal),
            url.Replace("request-images", "generated-images", StringComparison.Ordinal),
            url[..url.IndexOf("&signature", StringComparison.Ordinal)],
            url[..^4],
            url[..^1] + (url[^1] == 'A' ? 'E' : 'A'),
            url[..(url.IndexOf("signature=", StringComparison.Ordinal) + 10)] + "%%%",
        ])
        {
            Assert.NotEqual(url, changed);
            using var refused = await GetAsync(changed);
            await ProblemBody.AssertAsync(refused, HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Another_servers_signature_is_worth_nothing()
    {
        var (url, _) = await MakeAsync("images/i-1");
        await using var other = await LivingServer.StartAsync();
        var index = (IPictureIndex)await other.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        await other.Server.Services.GetRequiredService<PictureKeeper>()
            .KeepDecodedAsync("default", index, Bucket.GeneratedImages, Pixel, new PictureOwner(PictureOwnerKind.Image, "i-1"), Cancel);
        using var shown = await other.Server.Anonymous.GetAsync(new Uri(url, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
    }

    [Theory]
    [InlineData("images/i-1", """{"expires_in":0}""", HttpStatusCode.BadRequest, "out_of_range", "expires_in")]
    [InlineData("images/i-1", """{"expires_in":3601}""", HttpStatusCode.BadRequest, "out_of_range", "expires_in")]
    [InlineData("images/i-1", """{"size":65}""", HttpStatusCode.BadRequest, "unknown_value", "size")]
    [InlineData("images/i-1", """{"seconds":5}""", HttpStatusCode.BadRequest, "invalid_body", "seconds")]
    [InlineData("images/i-2", "{}", HttpStatusCode.NotFound, "not_found", null)]
    [InlineData("images/nobody", "{}", HttpStatusCode.NotFound, "not_found", null)]
    [InlineData("api-calls/i-1", "{}", HttpStatusCode.NotFound, "not_found", null)]
    public async Task What_is_wrong_with_a_wish_is_said(string path, string body, HttpStatusCode status, string code, string? field)
    {
        using var response = await server.Server.Anonymous.SendAsync(HttpMethod.Post, $"/api/v1/{path}/picture-address", server.Server.Key, body);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, status, code)).Field);
    }

    [Fact]
    public async Task An_address_is_made_by_who_may_see_the_fact_with_or_without_wishes()
    {
        var key = await server.Server.NewKeyAsync(KeyKind.App);
        foreach (var path in (string[])["/api/v1/images/i-1/picture-address", "/api/v1/api-calls/c-1/picture-address"])
        {
            Assert.Equal(200, await server.Server.Anonymous.StatusAsync(HttpMethod.Post, path, key, null, "ada"));
            Assert.Equal(404, await server.Server.Anonymous.StatusAsync(HttpMethod.Post, path, key, "{}", "bob"));
            Assert.Equal(403, await server.Server.Anonymous.StatusAsync(HttpMethod.Post, path, await server.Server.NewKeyAsync(KeyKind.Ingest), "{}"));
            Assert.Equal(401, await server.Server.Anonymous.StatusAsync(HttpMethod.Post, path, null, "{}"));
        }
    }

    [Fact]
    public async Task To_whom_request_images_were_given_is_written_down()
    {
        await MakeAsync("images/i-1");
        await MakeAsync("api-calls/c-1");
        using var local = server.Server.Local();
        var entries = (await local.JsonAsync(HttpMethod.Get, "/api/v1/audit?action=request_image.address_made")).GetProperty("entries");
        var entry = Assert.Single(entries.EnumerateArray());
        Assert.Equal(("c-1", "default"), (entry.GetProperty("target").GetString(), entry.GetProperty("project").GetString()));
    }

    private async Task<(string Url, string ExpiresAt)> MakeAsync(string path, object? wishes = null)
    {
        using var response = await server.Server.Client.PostAsJsonAsync(new Uri($"/api/v1/{path}/picture-address", UriKind.Relative), wishes ?? new { }, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.GetRawText());
        return (answer.GetProperty("url").GetString()!, answer.GetProperty("expires_at").GetString()!);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => server.Server.Anonymous.GetAsync(new Uri(path, UriKind.Relative), Cancel);
}
