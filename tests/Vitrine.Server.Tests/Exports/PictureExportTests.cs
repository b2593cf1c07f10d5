using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Pictures;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Exports;

public sealed class PictureExportTests
{
    private const string Path = "/api/v1/export/images.zip";

    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archive_has_the_pictures_as_they_came_and_says_of_every_image_what_became_of_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        await KeepAsync(server, "i-1", "anna", 1);
        await TrackAsync(server, "i-2", "anna", "https://elsewhere.example/a.png");
        await TrackAsync(server, "i-3", "anna", null);
        await KeepAsync(server, "I 4/../x", "bob", 2);
        using var response = await SendAsync(server.Client, Path);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var lines = ManifestOf(zip);
        Assert.Equal(["I 4/../x", "i-3", "i-2", "i-1"], lines.Select(line => line.GetProperty("id").GetString()));
        Assert.Equal([null, "no_picture", "elsewhere", null], lines.Select(line => line.GetProperty("missing").GetString()));
        Assert.Equal("a cup i-1", lines[3].GetProperty("image").GetProperty("prompt").GetString());
        Assert.Equal(PictureOf(1), Read(zip.GetEntry(lines[3].GetProperty("file").GetString()!)!));
        Assert.Equal(PictureOf(2), Read(zip.GetEntry(lines[0].GetProperty("file").GetString()!)!));
        Assert.Equal(BlobHash.Of(PictureOf(2)).ToString(), lines[0].GetProperty("sha256").GetString());
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Crc32, Crc32.Of(Read(entry))));

        // The same filters as the list.
        using var annas = new ZipArchive(new MemoryStream(await BytesAsync(server.Client, Path + "?user_id=anna")));
        Assert.Equal(3, ManifestOf(annas).Count);
        using var none = new ZipArchive(new MemoryStream(await BytesAsync(server.Client, Path + "?user_id=nobody")));
        Assert.Empty(ManifestOf(none));
    }

    [Fact]
    public async Task A_picture_whose_bytes_are_gone_is_said_to_be_lost_and_the_others_are_sent()
    {
        await using var server = await RunningServer.StartAsync(("Exports:PictureLooks", "2"));
        for (var number = 0; number < 5; number++) await KeepAsync(server, $"i-{number}", "anna", number);
        var blobs = server.Services.GetRequiredService<IBlobStore>();
        Assert.True(await blobs.DeleteAsync(new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of(PictureOf(3))), Cancel));
        using var first = await SendAsync(server.Client, Path);
        var whole = await first.Content.ReadAsByteArrayAsync(Cancel);
        using var zip = new ZipArchive(new MemoryStream(whole));
        Assert.Equal(
            [("i-4", null), ("i-3", "lost"), ("i-2", null), ("i-1", null), ("i-0", null)],
            ManifestOf(zip).Select(line => (line.GetProperty("id").GetString(), line.GetProperty("missing").GetString())));
        Assert.Equal(5, zip.Entries.Count);
        Assert.All(zip.Entries, entry => Assert.Equal(entry.Crc32, Crc32.Of(Read(entry))));

        // What was promised and goes then is not made up.
        await blobs.DeleteAsync(new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of(PictureOf(0))), Cancel);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var rest = await SendAsync(server.Client, Path, request =>
            {
                request.Headers.Range = new RangeHeaderValue(1, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(first.Headers.ETag!);
            });
            await rest.Content.ReadAsByteArrayAsync(Cancel);
        });
        Assert.Equal(4, new ZipArchive(new MemoryStream(await BytesAsync(server.Client, Path))).Entries.Count);
    }

    [Fact]
    public async Task Ids_say_which_by_get_and_by_post()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var number in (int[])[1, 2, 3]) await KeepAsync(server, $"i-{number}", "anna", number);
        using var some = new ZipArchive(new MemoryStream(await BytesAsync(server.Client, Path + "?ids=i-3,nobody,i-1,i-3")));
        Assert.Equal([("i-3", null), ("nobody", "not_found"), ("i-1", null)], ManifestOf(some).Select(line => (line.GetProperty("id").GetString(), line.GetProperty("missing").GetString())));
        using var posted = await server.Client.PostAsJsonAsync(new Uri(Path, UriKind.Relative), new { ids = new[] { "i-3", "nobody", "i-1" } }, Cancel);
        using var same = new ZipArchive(await posted.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal(ManifestOf(some).Select(line => line.GetRawText()), ManifestOf(same).Select(line => line.GetRawText()));
    }

    [Fact]
    public async Task Another_users_images_are_not_there_for_an_app_key()
    {
        await using var server = await RunningServer.StartAsync();
        await KeepAsync(server, "i-1", "anna", 1);
        await KeepAsync(server, "i-2", "bob", 2);
        var key = await server.NewKeyAsync(KeyKind.App);
        foreach (var (query, missing) in new[] { ("", (string?)null), ("?ids=i-2", null), ("?ids=i-1", "not_found") })
        {
            using var response = await server.Anonymous.SendAsync(HttpMethod.Get, Path + query, key, endUser: "bob");
            using var zip = new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync(Cancel)));
            var line = Assert.Single(ManifestOf(zip));
            Assert.Equal(missing, line.GetProperty("missing").GetString());
            Assert.Equal(missing is null ? 2 : 1, zip.Entries.Count);
        }
        await server.Anonymous.ProblemAsync(HttpMethod.Get, Path, null, null, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_download_that_broke_off_goes_on_at_its_byte_whatever_came_since()
    {
        await using var server = await RunningServer.StartAsync();
        for (var number = 0; number < 6; number++) await KeepAsync(server, $"i-{number}", "anna", number);
        await TrackAsync(server, "i-9", "anna", null);
        using var first = await SendAsync(server.Client, Path + "?user_id=anna");
        var whole = await first.Content.ReadAsByteArrayAsync(Cancel);
        var tag = first.Headers.ETag!;
        for (var cut = 0; cut < whole.Length; cut += 101)
        {
            // Newer ones, and one from before that was late.
            if (cut == 202) await KeepAsync(server, "newer", "anna", 77);
            if (cut == 303) await TrackAsync(server, "late", "anna", null, "2020-01-01T00:00:00Z");
            using var rest = await SendAsync(server.Client, Path + "?user_id=anna", request =>
            {
                request.Headers.Range = new RangeHeaderValue(cut, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            });
            Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
            Assert.Equal($"bytes {cut}-{whole.Length - 1}/{whole.Length}", rest.Content.Headers.ContentRange!.ToString());
            Assert.Equal(whole[cut..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        }
        using var named = await SendAsync(server.Client, $"{Path}?user_id=anna&snapshot={tag.Tag.Trim('"')}", request => request.Headers.Range = new RangeHeaderValue(7, 20));
        Assert.Equal(whole[7..21], await named.Content.ReadAsByteArrayAsync(Cancel));
        using var beyond = await SendAsync(server.Client, $"{Path}?user_id=anna&snapshot={tag.Tag.Trim('"')}", request => request.Headers.Range = new RangeHeaderValue(whole.Length, null));
        await ProblemBody.AssertAsync(beyond, HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
    }

    [Fact]
    public async Task A_range_of_what_is_not_the_same_any_more_is_never_sent()
    {
        // So few that every other archive drives the plan of the one before out.
        await using var server = await RunningServer.StartAsync(("Exports:MaxArchiveImages", "3"));
        foreach (var number in (int[])[1, 2]) await KeepAsync(server, $"i-{number}", "anna", number);
        using var first = await SendAsync(server.Client, Path);
        var whole = await first.Content.ReadAsByteArrayAsync(Cancel);
        var tag = first.Headers.ETag!;
        async Task ForgetAsync()
        {
            foreach (var ids in (string[])["i-1,i-2,a", "i-1,i-2,b", "i-1,i-2,c"]) await BytesAsync(server.Client, $"{Path}?ids={ids}");
        }
        Task<HttpResponseMessage> RestAsync(string path, bool named = true) => SendAsync(server.Client, path, request =>
        {
            request.Headers.Range = new RangeHeaderValue(10, null);
            if (named) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        });

        // Made anew from the rows, it is the same.
        await ForgetAsync();
        using (var rest = await RestAsync(Path)) Assert.Equal(whole[10..], await rest.Content.ReadAsByteArrayAsync(Cancel));
        // Nobody says of what the range is, or it is of another question.
        using (var unnamed = await RestAsync(Path, named: false)) Assert.Equal((HttpStatusCode.OK, whole.Length), (unnamed.StatusCode, (int)unnamed.Content.Headers.ContentLength!));
        using (var other = await RestAsync(Path + "?user_id=anna")) Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        await ForgetAsync();
        await TrackAsync(server, "late", "anna", null, "2020-01-01T00:00:00Z");
        using (var changed = await RestAsync(Path)) Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using (var changed = await RestAsync($"{Path}?snapshot={tag.Tag.Trim('"')}")) await ProblemBody.AssertAsync(changed, HttpStatusCode.Conflict, "archive_changed");

        await TrackAsync(server, "too-many", "anna", null);
        using var tooMany = await SendAsync(server.Client, Path);
        await ProblemBody.AssertAsync(tooMany, HttpStatusCode.UnprocessableEntity, "query_too_broad");
    }

    [Theory]
    [InlineData("?page=2", "unknown_parameter", "page")]
    [InlineData("?ids=a&style=noir", "unknown_parameter", "style")]
    [InlineData("?snapshot=xyz", "unknown_value", "snapshot")]
    [InlineData("?from=yesterdayish", "invalid_time", "from")]
    [InlineData("?ids=a,b,c,d", "too_many_values", "ids")]
    public async Task What_is_wrong_with_the_question_is_said_first(string query, string code, string field)
    {
        await using var server = await RunningServer.StartAsync(("Exports:MaxArchiveIds", "3"));
        using var response = await SendAsync(server.Client, Path + query);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
    }

    // Bytes behind its end do not make it another picture, and make every one another blob.
    private static byte[] PictureOf(int number) => [.. Pixel, .. new byte[number]];

    private static async Task KeepAsync(RunningServer server, string id, string user, int number)
    {
        await TrackAsync(server, id, user, null);
        var index = (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        await server.Services.GetRequiredService<PictureKeeper>()
            .KeepAsync("default", index, Bucket.GeneratedImages, PictureOf(number), new PictureOwner(PictureOwnerKind.Image, id), Cancel);
    }

    private static async Task TrackAsync(RunningServer server, string id, string user, string? url, string? time = null)
    {
        using var response = await server.Client.PostAsJsonAsync(
            new Uri("/api/v1/track", UriKind.Relative), new { kind = "image", id, user_id = user, prompt = $"a cup {id}", image_url = url, timestamp = time }, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        change?.Invoke(request);
        return await client.SendAsync(request, Cancel);
    }

    private static async Task<byte[]> BytesAsync(HttpClient client, string path)
    {
        using var response = await SendAsync(client, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static List<JsonElement> ManifestOf(ZipArchive zip) =>
        [.. System.Text.Encoding.UTF8.GetString(Read(zip.GetEntry("manifest.ndjson")!)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
