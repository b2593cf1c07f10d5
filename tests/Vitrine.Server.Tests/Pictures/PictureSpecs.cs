using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

/// <summary>What pictures do, whatever keeps them.</summary>
public abstract class PictureSpecs : IAsyncLifetime
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private static readonly PictureOwner Owner = new(PictureOwnerKind.Image, "i-1");

    private readonly ManualClock clock = new(TimeProvider.System.GetUtcNow());
    private RunningServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PictureKeeper Keeper => server.Services.GetRequiredService<PictureKeeper>();

    private IBlobStore Blobs => server.Services.GetRequiredService<IBlobStore>();

    protected abstract (string Key, string Value)[] Options { get; }

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(RunningServer.Launch(RunningServer.NewFolder(), Options) with { Clock = clock });

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_public_picture_is_cached_for_good_and_never_anything_else_to_a_browser()
    {
        var picture = await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        var path = ShowPicture.PathOf("default", picture);
        using var response = await GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal((true, TimeSpan.FromDays(365)), (response.Headers.CacheControl!.Public, response.Headers.CacheControl.MaxAge));
        Assert.Contains("immutable", response.Headers.CacheControl.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single());

        using var again = await GetAsync(path, request => request.Headers.IfNoneMatch.Add(response.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_range_is_sent_alone()
    {
        var picture = await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        var path = ShowPicture.PathOf("default", picture);
        var whole = await (await GetAsync(path)).Content.ReadAsByteArrayAsync(Cancel);
        using var part = await GetAsync(path, request => request.Headers.Range = new RangeHeaderValue(2, 5));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[2..6], await part.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal($"bytes 2-5/{whole.Length}", part.Content.Headers.ContentRange!.ToString());
        using var rest = await GetAsync(path, request => request.Headers.Range = new RangeHeaderValue(whole.Length - 3, null));
        Assert.Equal(whole[^3..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        using var beyond = await GetAsync(path, request => request.Headers.Range = new RangeHeaderValue(whole.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task Thumbnails_follow_off_the_requests_path()
    {
        var index = await IndexAsync();
        var picture = await Keeper.KeepAsync("default", index, Bucket.GeneratedImages, Pixel, Owner, Cancel);
        await server.Services.GetRequiredService<PicturePreparation>().PrepareAllAsync("default", Cancel);
        foreach (var size in (int[])[64, 256, 1024])
        {
            using var thumbnail = await GetAsync($"{ShowPicture.PathOf("default", picture)}?size={size}");
            Assert.Equal((HttpStatusCode.OK, "image/webp"), (thumbnail.StatusCode, thumbnail.Content.Headers.ContentType!.MediaType));
        }
        Assert.Matches("^#[0-9a-f]{6}$", (await index.FindPictureAsync(picture.Bucket, picture.Hash, Cancel))!.Colour);
        using var other = await GetAsync($"{ShowPicture.PathOf("default", picture)}?size=65");
        await ProblemBody.AssertAsync(other, HttpStatusCode.BadRequest, "unknown_value");
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_is_kept_and_not_tried_for_ever()
    {
        var index = await IndexAsync();
        // The header alone is whole.
        var picture = await Keeper.KeepAsync("default", index, Bucket.GeneratedImages, Pixel[..45], Owner, Cancel);
        await server.Services.GetRequiredService<PicturePreparation>().PrepareAllAsync("default", Cancel);
        Assert.Empty(await index.ListUnpreparedAsync(10, Cancel));
        using var response = await GetAsync(ShowPicture.PathOf("default", picture));
        await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_picture_whose_bytes_are_kept_elsewhere_is_not_given_up()
    {
        var index = await IndexAsync();
        var key = new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of(Pixel));
        var info = new PictureInfo(PictureFormat.Png, 1, 1, 1);
        await index.AddPictureAsync(new PictureRecord(key.Bucket, key.Hash, info, Pixel.Length, 1), Owner, Cancel);
        var preparation = server.Services.GetRequiredService<PicturePreparation>();
        await preparation.PrepareAllAsync("default", Cancel);
        Assert.Single(await index.ListUnpreparedAsync(10, Cancel));
        await Blobs.PutAsync(key, Pixel, Cancel);
        await preparation.PrepareAllAsync("default", Cancel);
        Assert.Empty(await index.ListUnpreparedAsync(10, Cancel));
        Assert.Equal(4, await CountAsync());
    }

    [Theory]
    [InlineData("/pictures/default/generated-images/HASH.jpeg")]
    [InlineData("/pictures/default/logos/HASH.png")]
    [InlineData("/pictures/other/generated-images/HASH.png")]
    [InlineData("/pictures/default/generated-images/0000000000000000000000000000000000000000000000000000000000000000.png")]
    [InlineData("/pictures/default/generated-images/..%2F..%2Ffacts.db")]
    [InlineData("/pictures/..%2F..%2F/generated-images/HASH.png")]
    public async Task Anything_else_is_not_there(string path)
    {
        var picture = await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        using var response = await GetAsync(path.Replace("HASH", picture.Hash.ToString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Request_images_are_never_public()
    {
        var picture = await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.RequestImages, Pixel, new(PictureOwnerKind.ApiCall, "c-1"), Cancel);
        using var response = await GetAsync(ShowPicture.PathOf("default", picture));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_last_who_shows_a_picture_takes_its_bytes_along()
    {
        var index = await IndexAsync();
        var second = new PictureOwner(PictureOwnerKind.Image, "i-2");
        await Keeper.KeepDecodedAsync("default", index, Bucket.GeneratedImages, Pixel, Owner, Cancel);
        await Keeper.KeepDecodedAsync("default", index, Bucket.GeneratedImages, Pixel, second, Cancel);
        Assert.Equal(4, await CountAsync());
        await Keeper.ReleaseAsync("default", index, Owner, Cancel);
        Assert.Equal(4, await CountAsync());
        await Keeper.ReleaseAsync("default", index, second, Cancel);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Coming_and_going_at_once_leaves_no_row_without_bytes()
    {
        var index = await IndexAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(async () =>
        {
            var owner = new PictureOwner(PictureOwnerKind.Image, $"i-{number}");
            await Keeper.KeepAsync("default", index, Bucket.GeneratedImages, Pixel, owner, Cancel);
            if (number % 2 == 0) await Keeper.ReleaseAsync("default", index, owner, Cancel);
        })));
        Assert.NotNull(await index.FindPictureAsync(Bucket.GeneratedImages, BlobHash.Of(Pixel), Cancel));
        await using var content = await Blobs.OpenAsync(new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of(Pixel)), 0, null, Cancel);
        Assert.Equal(Pixel.Length, content!.TotalLength);
    }

    [Fact]
    public async Task A_sweep_takes_what_a_crash_left_once_it_is_old_and_nothing_that_is_shown()
    {
        var kept = await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        var left = new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of("left"u8));
        await Blobs.PutAsync(left, "left"u8.ToArray(), Cancel);
        var sweep = server.Services.GetRequiredService<PictureSweep>();
        Assert.Equal(0, await sweep.RunOnceAsync("default", Cancel));
        clock.Advance(TimeSpan.FromHours(2));
        await sweep.RunOnceAsync("default", Cancel);
        Assert.Null(await Blobs.OpenAsync(left, 0, null, Cancel));
        await using var content = await Blobs.OpenAsync(new BlobKey("default", kept.Bucket, kept.Hash), 0, null, Cancel);
        Assert.NotNull(content);
    }

    [Fact]
    public async Task An_image_that_is_made_is_shown_by_its_address_and_to_who_may_see_it()
    {
        using var made = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A lighthouse", resolution = "320x200" }, Cancel);
        var image = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(made.StatusCode == HttpStatusCode.OK, image.GetRawText());
        var path = new Uri(image.GetProperty("image_url").GetString()!).AbsolutePath;
        using (var whole = await GetAsync(path)) Assert.Equal(PictureFormat.Png, PictureFormats.Sniff(await whole.Content.ReadAsByteArrayAsync(Cancel)));
        using (var thumbnail = await GetAsync(path + "?size=64")) Assert.Equal(PictureFormat.WebP, PictureFormats.Sniff(await thumbnail.Content.ReadAsByteArrayAsync(Cancel)));
        using var own = await server.Client.GetAsync(new Uri($"/api/v1/images/{image.GetProperty("id").GetString()}/picture", UriKind.Relative), Cancel);
        Assert.Equal((HttpStatusCode.OK, true), (own.StatusCode, own.Headers.CacheControl!.NoStore));
    }

    [Fact]
    public async Task With_a_project_go_its_pictures()
    {
        using var local = server.Local();
        await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"shop","name":"Shop"}""");
        var key = new BlobKey("shop", Bucket.GeneratedImages, BlobHash.Of(Pixel));
        await Keeper.KeepDecodedAsync("default", await IndexAsync(), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        await Keeper.KeepDecodedAsync("shop", (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("shop", Cancel), Bucket.GeneratedImages, Pixel, Owner, Cancel);
        Assert.True(await Blobs.ExistsAsync(key, Cancel));
        await local.JsonAsync(HttpMethod.Delete, "/api/v1/projects/shop", null, """{"slug":"shop"}""");
        Assert.False(await Blobs.ExistsAsync(key, Cancel));
        Assert.Equal(4, await CountAsync());
    }

    private async Task<IPictureIndex> IndexAsync() => (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var _ in Blobs.ListAsync("default", Cancel)) count++;
        return count;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        change?.Invoke(request);
        return await server.Anonymous.SendAsync(request, Cancel);
    }
}
