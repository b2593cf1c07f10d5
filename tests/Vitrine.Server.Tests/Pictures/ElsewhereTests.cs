using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Media.Remote;
using Vitrine.Server.Pictures;
using Vitrine.Server.Pictures.Elsewhere;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

public sealed class ElsewhereTests
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    // In which the mirror looks; time that passes for it passes for what it fetches as well.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ManualClock clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_known_by_its_url_is_shown_by_this_server_and_only_its_thumbnails_are_kept()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        await using var server = await StartAsync(host);
        await TrackAsync(server, "i-1", host.At("/a.png?token=x").AbsoluteUri);
        foreach (var size in (string[])["?size=64", "?size=256", "?size=1024", ""])
        {
            using var response = await GetAsync(server, "i-1", size);
            Assert.Equal((HttpStatusCode.OK, "image/webp"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
            Assert.Equal((true, true), (response.Headers.CacheControl!.Private, response.Headers.CacheControl.NoStore));
        }
        Assert.Single(host.Requests);
        Assert.DoesNotContain(await BlobsAsync(server), blob => blob.Key.Variant == BlobVariant.Original);

        // Nothing of it is taken for what a crash left.
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await server.Services.GetRequiredService<PictureSweep>().RunOnceAsync("default", Cancel));
        Assert.Equal(3, (await BlobsAsync(server)).Count);
        using var bad = await GetAsync(server, "i-1", "?size=65");
        await ProblemBody.AssertAsync(bad, HttpStatusCode.BadRequest, "unknown_value");
    }

    [Fact]
    public async Task However_many_ask_for_a_picture_it_is_fetched_once()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var host = new PictureHost(async (_, stream, cancellationToken) =>
        {
            asked.TrySetResult();
            await go.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(PictureHost.Ok(Pixel), cancellationToken);
        });
        await using var server = await StartAsync(host);
        await TrackAsync(server, "i-1", host.At("/a.png").AbsoluteUri);
        var answers = Enumerable.Range(0, 12).Select(_ => GetAsync(server, "i-1", "?size=256")).ToList();
        await asked.Task.WaitAsync(Cancel);
        go.SetResult();
        foreach (var answer in answers)
        {
            using var response = await answer;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_picture_that_takes_long_is_fetched_while_whoever_asked_does_something_else()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var host = new PictureHost(async (_, stream, cancellationToken) =>
        {
            asked.SetResult();
            await go.Task.WaitAsync(cancellationToken);
            await stream.WriteAsync(PictureHost.Ok(Pixel), cancellationToken);
        });
        await using var server = await StartAsync(host);
        await TrackAsync(server, "i-1", host.At("/a.png").AbsoluteUri);
        var asking = GetAsync(server, "i-1", "?size=64");
        await asked.Task.WaitAsync(Cancel);
        // The wait may begin a moment after the fetch.
        await UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(asking.IsCompleted);
        });
        using (var early = await asking) await ProblemBody.AssertAsync(early, HttpStatusCode.ServiceUnavailable, "unavailable");
        go.SetResult();
        await UntilAsync(async () => (await BlobsAsync(server)).Count == 3);
        using var late = await GetAsync(server, "i-1", "?size=64");
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_reason_and_not_tried_again_for_a_while()
    {
        var isThere = false;
        await using var host = new PictureHost(_ => isThere ? PictureHost.Ok(Pixel) : PictureHost.Answer(404, []));
        await using var server = await StartAsync(host);
        await TrackAsync(server, "i-1", host.At("/a.png?token=the-secret").AbsoluteUri);
        for (var time = 0; time < 2; time++)
        {
            using var response = await GetAsync(server, "i-1", "?size=64");
            var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found");
            Assert.Contains("fetch_refused: The host answered with status 404.", problem.Detail);
            Assert.DoesNotContain("the-secret", problem.Detail);
        }
        Assert.Single(host.Requests);
        isThere = true;
        clock.Advance(TimeSpan.FromSeconds(601));
        using var again = await GetAsync(server, "i-1", "?size=64");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_host_that_cannot_be_connected_to_is_asked_once_for_all_its_pictures_by_each_project()
    {
        var connected = 0;
        await using var server = await StartAsync("dead.example", (_, _, _) =>
        {
            Interlocked.Increment(ref connected);
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        foreach (var id in (string[])["i-1", "i-2", "i-3"])
        {
            await TrackAsync(server, id, $"https://dead.example/{id}.png");
            using var response = await GetAsync(server, id, "?size=64");
            Assert.Contains("host_unreachable", (await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found")).Detail);
        }
        Assert.Equal(1, connected);
        var memory = server.Services.GetRequiredService<FailureMemory>();
        Assert.NotNull(memory.Find("default", new Uri("https://dead.example/other.png")));
        Assert.Null(memory.Find("other", new Uri("https://dead.example/i-1.png")));
    }

    [Fact]
    public async Task A_picture_that_takes_too_long_or_leads_to_a_dead_host_says_nothing_of_its_own_host()
    {
        await using var host = new PictureHost(async (path, stream, cancellationToken) =>
        {
            if (path == "/slow.png") await Task.Delay(Timeout.Infinite, cancellationToken);
            await stream.WriteAsync(
                path switch
                {
                    "/away.png" => PictureHost.RedirectTo("http://127.0.0.1:1/a.png"),
                    "/broken.png" => System.Text.Encoding.ASCII.GetBytes(PictureHost.Head(200, "Content-Length: 1000")),
                    _ => PictureHost.Ok(Pixel),
                },
                cancellationToken);
        });
        await using var server = await StartAsync(host, ("Fetch:Hosts", $"{host.Name}, 127.0.0.1:1"), ("Fetch:TimeoutSeconds", "2"));
        foreach (var (id, code) in new[] { ("slow", "fetch_timed_out"), ("away", "host_unreachable"), ("broken", "host_unreachable") })
        {
            await TrackAsync(server, id, host.At($"/{id}.png").AbsoluteUri);
            var asking = GetAsync(server, id, "?size=64");
            if (id == "slow")
            {
                await UntilAsync(() => Task.FromResult(host.Requests.Count == 1));
                clock.Advance(TimeSpan.FromSeconds(3));
            }
            using var response = await asking;
            Assert.Contains(code, (await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found")).Detail);
        }
        await TrackAsync(server, "well", host.At("/well.png").AbsoluteUri);
        using var shown = await GetAsync(server, "well", "?size=64");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        // What it led to is dead for all.
        Assert.NotNull(server.Services.GetRequiredService<FailureMemory>().Find("default", new Uri("http://127.0.0.1:1/b.png")));
    }

    [Fact]
    public async Task What_is_remembered_of_a_picture_or_fails_here_costs_the_mirror_no_attempt()
    {
        var isWell = false;
        await using var host = new PictureHost(_ => Volatile.Read(ref isWell) ? PictureHost.Ok(Pixel) : PictureHost.Answer(500, []));
        await using var server = await StartAsync(host, ("Media:Mirror", "true"), ("Previews:MirrorAttempts", "2"), ("Previews:FailureSeconds", "86400"));
        await TrackAsync(server, "i-1", host.At("/a.png").AbsoluteUri);
        var mirror = server.Services.GetRequiredService<PictureMirror>();
        await mirror.MirrorAllAsync("default", Cancel);
        // Two attempts there may be, and for a day the first is remembered.
        for (var look = 0; look < 10; look++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await mirror.MirrorAllAsync("default", Cancel);
        }
        Assert.Equal(new FetchCounts(1, 0), await CountAsync(server));
        Assert.Single(host.Requests);
        Volatile.Write(ref isWell, true);
        // No further than to its end in one leap, which a fetch on the way would take for its time.
        clock.Advance(TimeSpan.FromHours(14));
        clock.Advance(Period);
        await mirror.MirrorAllAsync("default", Cancel);
        await UntilAsync(async () => await CountAsync(server) == new FetchCounts(0, 0));
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_the_mirror_no_attempt()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        await using var server = await StartAsync(host, ("Media:Mirror", "true"), ("Previews:MirrorAttempts", "1"), ("Fetch:TimeoutSeconds", "600"));
        // A file where a folder is to be: nothing can be stored below it.
        var folder = Path.Combine(server.DataFolder, "projects", "default", BlobStores.Folder);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "in the way", Cancel);
        await TrackAsync(server, "i-1", host.At("/a.png").AbsoluteUri);
        var mirror = server.Services.GetRequiredService<PictureMirror>();
        for (var look = 0; look < 3; look++)
        {
            await mirror.MirrorAllAsync("default", Cancel);
            clock.Advance(TimeSpan.FromMinutes(1) + Period);
        }
        Assert.Equal(new FetchCounts(1, 0), await CountAsync(server));
        File.Delete(folder);
        await mirror.MirrorAllAsync("default", Cancel);
        await UntilAsync(async () => await CountAsync(server) == new FetchCounts(0, 0));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "address_not_allowed")]
    [InlineData("https://localhost/a.png", "address_not_allowed")]
    [InlineData("https://user:password@127.0.0.1/a.png", "address_not_allowed")]
    [InlineData("ftp://example.org/a.png", "has no address")]
    [InlineData("a.png", "has no address")]
    public async Task An_address_that_may_not_be_asked_is_not(string url, string reason)
    {
        await using var server = await RunningServer.StartAsync();
        await TrackAsync(server, "i-1", url);
        using var response = await GetAsync(server, "i-1", "?size=64");
        Assert.Contains(reason, (await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found")).Detail);
    }

    [Fact]
    public async Task An_address_of_a_picture_of_this_server_asks_nobody()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        await using var server = await StartAsync(host);
        var index = (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var picture = await server.Services.GetRequiredService<PictureKeeper>()
            .KeepDecodedAsync("default", index, Bucket.GeneratedImages, Pixel, new PictureOwner(PictureOwnerKind.Image, "other"), Cancel);
        var path = ShowPicture.PathOf("default", picture);
        await TrackAsync(server, "i-1", host.At(path).AbsoluteUri);
        await TrackAsync(server, "i-2", path);
        foreach (var id in (string[])["i-1", "i-2"])
        {
            using var response = await GetAsync(server, id, "");
            Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        }
        Assert.Empty(host.Requests);
        Assert.Null(OwnAddress.Find("other", path));
        Assert.Null(OwnAddress.Find("default", path.Replace("generated-images", "request-images", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_fetched_for_whoever_may_not_see_the_image()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        await using var server = await StartAsync(host);
        await TrackAsync(server, "i-1", host.At("/a.png").AbsoluteUri);
        Assert.Equal(404, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images/i-1/picture?size=64", await server.NewKeyAsync(KeyKind.App), endUser: "bob"));
        Assert.Equal(401, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images/i-1/picture?size=64"));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task With_the_mirror_on_new_pictures_come_whole_before_anybody_looks()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        await using var server = await StartAsync(host, ("Media:Mirror", "true"));
        foreach (var id in (string[])["i-1", "i-2"]) await TrackAsync(server, id, host.At($"/{id}.png").AbsoluteUri);
        clock.Advance(Period);
        await UntilAsync(async () => (await BlobsAsync(server)).Any(blob => blob.Key.Variant == BlobVariant.Original) && await CountAsync(server) == new FetchCounts(0, 0));
        Assert.Equal(2, host.Requests.Count);
        foreach (var id in (string[])["i-1", "i-2"])
        {
            using var response = await GetAsync(server, id, "");
            Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        }
        Assert.Equal(2, host.Requests.Count);
    }

    [Fact]
    public async Task A_mirror_tries_again_what_may_pass_and_gives_up_the_rest_and_says_so()
    {
        var isWell = false;
        await using var host = new PictureHost(path => path == "/gone.png" ? PictureHost.Answer(410, []) : isWell ? PictureHost.Ok(Pixel) : PictureHost.Answer(500, []));
        await using var server = await StartAsync(host, ("Media:Mirror", "true"), ("Previews:FailureSeconds", "1"));
        await TrackAsync(server, "i-1", host.At("/gone.png").AbsoluteUri);
        await TrackAsync(server, "i-2", host.At("/ill.png").AbsoluteUri);
        clock.Advance(Period);
        await UntilAsync(async () => host.Requests.Count == 2 && await CountAsync(server) == new FetchCounts(1, 1));
        var metrics = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        Assert.Contains("vitrine_mirror_waiting_pictures{project=\"default\"} 1", metrics);
        Assert.Contains("vitrine_mirror_given_up_pictures{project=\"default\"} 1", metrics);
        isWell = true;
        clock.Advance(TimeSpan.FromMinutes(1) + Period);
        await UntilAsync(async () => await CountAsync(server) == new FetchCounts(0, 1));
        Assert.Equal(3, host.Requests.Count);
    }

    [Fact]
    public async Task What_the_end_of_a_process_left_to_mirror_is_mirrored_after_the_next_start()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Pixel));
        var folder = RunningServer.NewFolder();
        await using (var store = await SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), clock, cancellationToken: Cancel))
        {
            store.TakesNewImages = true;
            using var batch = Batches.Of([Some.Image().Named("i-1").With("image_url", host.At("/a.png").AbsoluteUri)]);
            await store.AppendAsync(batch, Cancel);
        }
        await using var server = await RunningServer.StartAsync(RunningServer.Launch(folder, ("Fetch:Hosts", host.Name), ("Media:Mirror", "true")) with { Clock = clock });
        await UntilAsync(async () => await CountAsync(server) == new FetchCounts(0, 0));
        Assert.Contains(await BlobsAsync(server), blob => blob.Key.Variant == BlobVariant.Original);
    }

    [Fact]
    public void Attempts_wait_ever_longer_and_a_day_at_most() => Assert.Equal(
        [1, 5, 25, 125, 625, 1440, 1440],
        Enumerable.Range(1, 7).Select(attempts => PictureMirror.DelayAfter(attempts).TotalMinutes));

    private Task<RunningServer> StartAsync(PictureHost host, params (string Key, string Value)[] options) =>
        RunningServer.StartAsync(RunningServer.Launch(RunningServer.NewFolder(), [("Fetch:Hosts", host.Name), .. options]) with { Clock = clock });

    private Task<RunningServer> StartAsync(string host, ConnectTo connect) =>
        RunningServer.StartAsync(RunningServer.Launch(RunningServer.NewFolder(), ("Fetch:Hosts", host)) with
        {
            Clock = clock,
            ConfigureServices = services => services.AddSingleton(provider => new RemotePictures(
                provider.GetRequiredService<FetchOptions>(), provider.GetRequiredService<MediaOptions>(), clock, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), connect)),
        });

    private static async Task TrackAsync(RunningServer server, string id, string url)
    {
        using var response = await server.Client.PostAsJsonAsync(new Uri("/api/v1/track", UriKind.Relative), new { kind = "image", id, user_id = "anna", prompt = "A cup", image_url = url }, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<HttpResponseMessage> GetAsync(RunningServer server, string id, string query) =>
        server.Client.GetAsync(new Uri($"/api/v1/images/{id}/picture{query}", UriKind.Relative), Cancel);

    private static async Task<List<StoredBlob>> BlobsAsync(RunningServer server)
    {
        var blobs = new List<StoredBlob>();
        await foreach (var blob in server.Services.GetRequiredService<IBlobStore>().ListAsync("default", Cancel)) blobs.Add(blob);
        return blobs;
    }

    private static async Task<FetchCounts> CountAsync(RunningServer server) =>
        await ((IFetchQueue)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel)).CountFetchesAsync(Cancel);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            if (await isSo()) return;
            await Task.Delay(20, Cancel);
        }
        Assert.Fail("It did not come to that.");
    }
}
