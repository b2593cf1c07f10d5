using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.Core.Pictures;
using Vitrine.Media.Remote;
using Vitrine.Testing;

namespace Vitrine.Media.Tests;

public sealed class RemotePicturesTests
{
    private static readonly byte[] Picture = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. new byte[100]];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_comes_as_it_is_and_nothing_of_us_goes_along()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Picture, "Set-Cookie: a=b"));
        using var remote = Of(host);
        for (var time = 0; time < 2; time++) Assert.Equal(Picture, (await remote.FetchAsync(host.At("/a.png?token=secret"), Cancel)).ToArray());
        Assert.All(host.Requests, request => Assert.Equal(
            ["GET /a.png?token=secret HTTP/1.1", $"Host: {host.Name}", "Accept: image/png, image/jpeg, image/webp, image/gif, image/avif", "User-Agent: Vitrine"],
            request.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("http://public.example/a.png")]
    [InlineData("ftp://public.example/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("https://user:password@public.example/a.png")]
    [InlineData("https://public.example:22/a.png")]
    [InlineData("https://127.0.0.1/a.png")]
    [InlineData("https://127.1/a.png")]
    [InlineData("https://2130706433/a.png")]
    [InlineData("https://0x7f000001/a.png")]
    [InlineData("https://017700000001/a.png")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[::1]/a.png")]
    [InlineData("https://[::ffff:127.0.0.1]/a.png")]
    [InlineData("https://[64:ff9b::7f00:1]/a.png")]
    [InlineData("https://[fe80::1%25eth0]/a.png")]
    [InlineData("https://localhost/a.png")]
    public async Task An_address_that_is_not_public_https_is_not_asked(string address)
    {
        using var remote = new RemotePictures(new FetchOptions(), new MediaOptions(), TimeProvider.System, resolve: null, NoConnection);
        await FailsAsync(FetchFailures.AddressNotAllowed, remote, new Uri(address));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("8.8.8.8", "10.0.0.1")]
    [InlineData("2606:4700:4700::1111", "::1")]
    [InlineData("8.8.8.8", "::ffff:169.254.169.254")]
    public async Task A_name_that_leads_inside_by_any_of_its_addresses_is_not_asked(params string[] addresses)
    {
        using var remote = new RemotePictures(new FetchOptions(), new MediaOptions(), TimeProvider.System, Answering(addresses), NoConnection);
        var error = await FailsAsync(FetchFailures.AddressNotAllowed, remote, new Uri("https://public.example/a.png"));
        Assert.All(addresses, address => Assert.DoesNotContain(address, error.Message));
    }

    [Fact]
    public async Task A_name_that_first_leads_outside_and_then_inside_never_leads_inside()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Picture));
        var answers = new Queue<string>(["8.8.8.8", "127.0.0.1"]);
        var asked = new List<IPAddress>();
        using var remote = new RemotePictures(
            new FetchOptions { AllowHttp = true }, new MediaOptions(), TimeProvider.System,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]),
            async (addresses, _, cancellationToken) =>
            {
                asked.AddRange(addresses);
                return await ConnectAsync(host, cancellationToken);
            });
        Assert.Equal(Picture, (await remote.FetchAsync(new Uri("http://rebound.example/a.png"), Cancel)).ToArray());
        // The name was resolved once for the connection, which went to what was judged.
        Assert.Equal([IPAddress.Parse("8.8.8.8")], asked);
        Assert.Single(answers);
        await FailsAsync(FetchFailures.AddressNotAllowed, remote, new Uri("http://rebound.example/a.png"));
        Assert.Single(asked);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://localhost/a.png")]
    [InlineData("https://user@public.example/a.png")]
    [InlineData("//127.0.0.2/a.png")]
    [InlineData("gopher://127.0.0.1/_")]
    public async Task A_redirect_leads_nowhere_that_an_address_may_not(string location)
    {
        await using var host = new PictureHost(_ => PictureHost.RedirectTo(location));
        using var remote = Of(host);
        await FailsAsync(FetchFailures.AddressNotAllowed, remote, host.At("/a.png"));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Redirects_are_followed_so_often_and_no_more()
    {
        await using var host = new PictureHost(path => path == "/0" ? PictureHost.Ok(Picture) : PictureHost.RedirectTo($"/{int.Parse(path[1..]) - 1}"));
        using var remote = Of(host);
        Assert.Equal(Picture, (await remote.FetchAsync(host.At("/3"), Cancel)).ToArray());
        Assert.Equal(4, host.Requests.Count);
        await FailsAsync(FetchFailures.TooManyRedirects, remote, host.At("/4"));
        Assert.Equal(8, host.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_without_a_place_is_an_answer_without_a_picture()
    {
        await using var host = new PictureHost(_ => PictureHost.Answer(302, []));
        using var remote = Of(host);
        await FailsAsync(FetchFailures.Refused, remote, host.At("/a.png"));
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(403, false)]
    [InlineData(206, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    public async Task Another_status_is_a_failure_that_says_whether_it_may_pass(int status, bool mayPass)
    {
        await using var host = new PictureHost(_ => PictureHost.Answer(status, Picture));
        using var remote = Of(host);
        Assert.Equal(mayPass, (await FailsAsync(FetchFailures.Refused, remote, host.At("/a.png"))).MayPass);
    }

    [Fact]
    public async Task A_body_without_end_is_left_at_the_limit()
    {
        long sent = 0;
        await using var host = new PictureHost(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(PictureHost.Head(200)), cancellationToken);
            for (var block = Picture.Concat(new byte[64 * 1024]).ToArray(); ; sent += block.Length) await stream.WriteAsync(block, cancellationToken);
        });
        using var remote = Of(host, new MediaOptions { MaxPictureMegabytes = 1 });
        await FailsAsync(PictureRefusals.TooManyBytes, remote, host.At("/a.png"));
        // What the sockets held on the way included.
        Assert.InRange(Volatile.Read(ref sent), 1, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task A_length_beyond_the_limit_is_not_read_at_all()
    {
        await using var host = new PictureHost(_ => [.. Encoding.ASCII.GetBytes(PictureHost.Head(200, "Content-Length: 9000000000")), .. Picture]);
        using var remote = Of(host);
        await FailsAsync(PictureRefusals.TooManyBytes, remote, host.At("/a.png"));
    }

    [Fact]
    public async Task A_body_that_drips_is_left_after_its_time()
    {
        var clock = new ManualClock();
        var begun = new TaskCompletionSource();
        await using var host = new PictureHost(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(PictureHost.Head(200)).Concat(Picture).ToArray(), cancellationToken);
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        });
        using var remote = new RemotePictures(new FetchOptions { Hosts = host.Name }, new MediaOptions(), clock);
        var fetching = remote.FetchAsync(host.At("/a.png"), Cancel);
        await begun.Task.WaitAsync(Cancel);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(fetching.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<FetchFailedException>(() => fetching);
        Assert.Equal((FetchFailures.TimedOut, true), (error.Code, error.MayPass));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<!doctype html><title>Not found</title><p>There is nothing here.")]
    [InlineData("")]
    [InlineData("BM")]
    public async Task What_is_no_picture_is_not_taken_whatever_it_is_called(string body)
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(Encoding.UTF8.GetBytes(body), "Content-Type: image/png"));
        using var remote = Of(host);
        await FailsAsync(PictureRefusals.UnknownFormat, remote, host.At("/a.png"));
    }

    [Fact]
    public async Task Nothing_is_unpacked_so_no_bomb_goes_off()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(new byte[64 * 1024 * 1024], Cancel);
        await using var host = new PictureHost(_ => PictureHost.Ok(packed.ToArray(), "Content-Type: image/png", "Content-Encoding: gzip"));
        using var remote = Of(host);
        await FailsAsync(PictureRefusals.UnknownFormat, remote, host.At("/a.png"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_picture()
    {
        await using var host = new PictureHost(_ => [.. Encoding.ASCII.GetBytes(PictureHost.Head(200, "Content-Length: 1000")), .. Picture]);
        using var remote = Of(host);
        Assert.True((await FailsAsync(FetchFailures.Unreachable, remote, host.At("/a.png"))).MayPass);
    }

    [Fact]
    public async Task A_host_that_is_not_there_cannot_be_reached()
    {
        var host = new PictureHost(_ => PictureHost.Ok(Picture));
        var (name, address) = (host.Name, host.At("/a.png"));
        await host.DisposeAsync();
        using var remote = new RemotePictures(new FetchOptions { Hosts = name }, new MediaOptions(), TimeProvider.System);
        await FailsAsync(FetchFailures.Unreachable, remote, address);
        using var nameless = new RemotePictures(
            new FetchOptions(), new MediaOptions(), TimeProvider.System, (_, _) => throw new SocketException((int)SocketError.HostNotFound), NoConnection);
        await FailsAsync(FetchFailures.Unreachable, nameless, new Uri("https://public.example/a.png"));
    }

    [Fact]
    public async Task A_listed_host_is_asked_at_its_port_and_no_other()
    {
        await using var listed = new PictureHost(_ => PictureHost.Ok(Picture));
        await using var other = new PictureHost(_ => PictureHost.Ok(Picture));
        using var remote = new RemotePictures(
            new FetchOptions { Hosts = $"Comfy.Internal:{listed.Port}, [::1]:{listed.Port}" }, new MediaOptions(), TimeProvider.System, Answering("127.0.0.1"),
            async (_, _, cancellationToken) => await ConnectAsync(listed, cancellationToken));
        Assert.Equal(Picture, (await remote.FetchAsync(new Uri($"http://comfy.internal:{listed.Port}/a.png"), Cancel)).ToArray());
        Assert.Equal(Picture, (await remote.FetchAsync(new Uri($"http://[::1]:{listed.Port}/a.png"), Cancel)).ToArray());
        await FailsAsync(FetchFailures.AddressNotAllowed, remote, new Uri($"http://comfy.internal:{other.Port}/a.png"));
        await FailsAsync(FetchFailures.AddressNotAllowed, remote, new Uri($"http://sub.comfy.internal:{listed.Port}/a.png"));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task No_more_are_fetched_at_once_than_may_be()
    {
        var (open, most) = (0, 0);
        var both = new TaskCompletionSource();
        await using var host = new PictureHost(async (_, stream, cancellationToken) =>
        {
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            if (now == 2) both.TrySetResult();
            await both.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref open);
            await stream.WriteAsync(PictureHost.Ok(Picture), cancellationToken);
        });
        using var remote = new RemotePictures(new FetchOptions { Hosts = host.Name, Concurrency = 2 }, new MediaOptions(), TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(one => remote.FetchAsync(host.At($"/{one}"), Cancel)));
        Assert.Equal((2, 8), (most, host.Requests.Count));
    }

    [Fact]
    public async Task A_caller_that_goes_away_is_told_nothing_of_time()
    {
        var asked = new TaskCompletionSource();
        await using var host = new PictureHost(async (_, _, cancellationToken) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        });
        using var remote = Of(host);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var fetching = remote.FetchAsync(host.At("/a.png"), gone.Token);
        await asked.Task.WaitAsync(Cancel);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    private static RemotePictures Of(PictureHost host, MediaOptions? media = null) => new(new FetchOptions { Hosts = host.Name }, media ?? new MediaOptions(), TimeProvider.System);

    private static async Task<FetchFailedException> FailsAsync(string code, RemotePictures remote, Uri address)
    {
        var error = await Assert.ThrowsAsync<FetchFailedException>(() => remote.FetchAsync(address, Cancel));
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain("127.0.0", error.Message);
        return error;
    }

    private static ResolveHost Answering(params string[] addresses) => (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));

    private static ValueTask<Stream> NoConnection(IPAddress[] addresses, int port, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Connected to {addresses[0]}.");

    private static async Task<Stream> ConnectAsync(PictureHost host, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Port, cancellationToken);
        return client.GetStream();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
