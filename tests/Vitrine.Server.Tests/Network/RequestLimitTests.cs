using System.Diagnostics;
using System.Net;
using Vitrine.Core.Stores;
using Vitrine.Server.Network;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Network;

public sealed class RequestLimitTests
{
    private const string Fact = """{"kind":"activity","user_id":"u","activity_type":"t"}""";

    [Fact]
    public async Task A_flood_of_wrong_keys_is_held_up_and_nobody_else()
    {
        await using var server = await StartAsync(("Network:FailuresPerMinute", "3"));
        for (var i = 0; i < 3; i++) Assert.Equal(401, RawHttp.StatusOf(await AskAsync("X-Api-Key: wrong\r\n")));
        var held = await AskAsync("X-Api-Key: wrong\r\n");
        Assert.Equal(429, RawHttp.StatusOf(held));
        Assert.Contains("\"code\":\"rate_limited\"", held);
        Assert.Equal(["20"], RawHttp.HeaderOf(held, "Retry-After"));
        Assert.Equal(429, RawHttp.StatusOf(await AskAsync("")));
        Assert.Equal(200, RawHttp.StatusOf(await AskAsync($"X-Api-Key: {server.Key}\r\n")));
        Assert.Equal(401, RawHttp.StatusOf(await AskAsync("X-Api-Key: wrong\r\n", "127.0.0.2")));

        Task<string> AskAsync(string headers, string from = "127.0.0.1") => RawHttp.AskAsync(server, "GET /api/v1/query/catalogue", headers, from: from);
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_caller_has_its_own_count()
    {
        await using var server = await StartAsync(("Network:FailuresPerMinute", "1"), ("Network:KnownProxies", "127.0.0.1"));
        Assert.Equal(401, await StatusAsync("203.0.113.1"));
        Assert.Equal(429, await StatusAsync("203.0.113.1"));
        Assert.Equal(401, await StatusAsync("203.0.113.2"));
        Assert.Equal(429, await StatusAsync("203.0.113.77, 203.0.113.2"));

        async Task<int> StatusAsync(string chain) => RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET /api/v1/images", $"X-Forwarded-For: {chain}\r\n"));
    }

    [Fact]
    public async Task An_address_may_be_held_to_so_many_requests()
    {
        await using var server = await StartAsync(("Network:RequestsPerMinutePerAddress", "2"));
        Assert.Equal(200, await StatusAsync("127.0.0.1"));
        Assert.Equal(404, RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET /nowhere")));
        Assert.Equal(429, await StatusAsync("127.0.0.1"));
        Assert.Equal(200, await StatusAsync("127.0.0.3"));
        using var local = Vitrine.Server.Local.LocalConnection.Client(Path.Combine(server.DataFolder, "vitrine.sock"));
        for (var i = 0; i < 5; i++)
        {
            using var response = await local.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        async Task<int> StatusAsync(string from) => RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET /health/live", from: from));
    }

    [Fact]
    public void Addresses_are_counted_apart_up_to_a_bound_and_forgotten_when_quiet()
    {
        var clock = new ManualClock(LivingServer.Now);
        var limits = new AddressLimits(1, 100, clock);
        for (var i = 0; i < 100; i++) Assert.Equal(TimeSpan.Zero, limits.Take(new IPAddress([10, 0, 0, (byte)i])));
        Assert.Equal(TimeSpan.FromMinutes(1), limits.Take(IPAddress.Parse("10.0.0.5")));
        Assert.Equal(TimeSpan.FromMinutes(1), limits.Take(IPAddress.Parse("::ffff:10.0.0.5")));
        // Strangers beyond the bound share one.
        Assert.Equal(TimeSpan.Zero, limits.Take(IPAddress.Parse("10.0.1.1")));
        Assert.Equal(TimeSpan.FromMinutes(1), limits.Take(IPAddress.Parse("10.0.1.2")));
        Assert.Equal(100, limits.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, limits.Take(IPAddress.Parse("2001:db8::1")));
        Assert.Equal(1, limits.Count);
        Assert.Equal(TimeSpan.FromMinutes(1), limits.Take(IPAddress.Parse("2001:db8::2")));
        Assert.Equal(TimeSpan.Zero, limits.Take(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public async Task A_body_beyond_its_paths_limit_is_refused_before_it_is_sent()
    {
        await using var server = await StartAsync(("Network:MaxBodyBytes", "1024"));
        // Nothing of the body follows: the answer is there without it.
        Assert.Contains("\"code\":\"body_too_large\"", await AnnounceAsync("/api/v1/keys", 1025));
        Assert.Contains("\"code\":\"batch_too_large\"", await AnnounceAsync("/api/v1/track", 64L * 1024 * 1024));

        async Task<string> AnnounceAsync(string path, long length)
        {
            using var local = path.EndsWith("keys", StringComparison.Ordinal) ? await SocketAsync(server) : null;
            var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {server.Key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n";
            if (local is not null) return await ExchangeAsync(local, head);
            using var raw = await RawHttp.ConnectAsync(server);
            await raw.SendAsync(head);
            return await raw.ReadToEndAsync();
        }
    }

    [Fact]
    public async Task Facts_may_be_larger_than_other_bodies()
    {
        await using var server = await StartAsync(("Network:MaxBodyBytes", "1024"));
        using var body = new StringContent($$"""{"kind":"image","prompt":"{{new string('x', 500_000)}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_slow_sender_is_cut_off_and_others_are_served()
    {
        await using var server = await StartAsync(("Network:BodyGraceSeconds", "2"), ("Network:MinBodyBytesPerSecond", "1000"), ("Network:HeaderSeconds", "1"));
        using var slowBody = await RawHttp.ConnectAsync(server);
        using var slowHead = await RawHttp.ConnectAsync(server);
        var since = Stopwatch.StartNew();
        await slowBody.SendAsync($"POST /api/v1/track HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {server.Key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");
        await slowHead.SendAsync("GET /health/live HTTP/1.1\r\nHost: loc");
        using (var response = await server.Client.PostAsync(
            new Uri("/api/v1/track", UriKind.Relative), new StringContent(Fact, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answers = await Task.WhenAll(slowBody.ReadToEndAsync(), slowHead.ReadToEndAsync());
        Assert.Equal(408, RawHttp.StatusOf(answers[0]));
        Assert.Contains("\"code\":\"request_timeout\"", answers[0]);
        Assert.Equal(408, RawHttp.StatusOf(answers[1]));
        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    private static async Task<System.Net.Sockets.Socket> SocketAsync(RunningServer server)
    {
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(server.DataFolder, "vitrine.sock")), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ExchangeAsync(System.Net.Sockets.Socket socket, string head)
    {
        await using var stream = new System.Net.Sockets.NetworkStream(socket);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static Task<RunningServer> StartAsync(params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()), options);
}
