using System.Net;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Stores;
using Vitrine.Server.Network;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Network;

public sealed class ForwardingTests
{
    private const string Activity = """{"user_id":"test","activity_type":"test"}""";

    [Theory]
    [InlineData("10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "127.0.0.1,not an address,203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "127.0.0.1, 203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2")]
    [InlineData("10.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("10.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("fd00::5", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.1.1", "203.0.113.9", "10.0.1.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "127.0.0.1")]
    public void The_caller_is_the_last_address_that_no_known_proxy_has(string peer, string chain, string caller)
    {
        var context = Request(peer, ("X-Forwarded-For", chain));
        Assert.Null(Trusting("10.0.0.0/24, fd00::5").Resolve(context));
        Assert.Equal(IPAddress.Parse(caller), context.Connection.RemoteIpAddress);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("203.0.113.9,")]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("203.0.113.9:")]
    [InlineData("203.0.113.9:port")]
    [InlineData("[::1")]
    [InlineData("fe80::1%eth0")]
    public void What_a_known_proxy_says_must_be_an_address(string chain)
    {
        var context = Request("10.0.0.1", ("X-Forwarded-For", chain));
        Assert.Equal("X-Forwarded-For", Trusting("10.0.0.1").Resolve(context)?.Field);
        Assert.Equal("10.0.0.1", context.Connection.RemoteIpAddress!.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1", "https", "https")]
    [InlineData("10.0.0.1", "HTTPS", "https")]
    [InlineData("10.0.0.1", "http", "http")]
    [InlineData("10.0.0.1", "http, https", "https")]
    [InlineData("10.0.0.9", "https", "http")]
    public void Https_is_believed_from_a_known_proxy_only(string peer, string scheme, string expected)
    {
        var context = Request(peer, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", scheme));
        Assert.Null(Trusting("10.0.0.1").Resolve(context));
        Assert.Equal(expected, context.Request.Scheme);
    }

    [Fact]
    public void Behind_two_proxies_the_outer_ones_scheme_counts()
    {
        var context = Request("10.0.0.1", ("X-Forwarded-For", "203.0.113.9, 10.0.0.2"), ("X-Forwarded-Proto", "https, http"));
        Assert.Null(Trusting("10.0.0.1,10.0.0.2").Resolve(context));
        Assert.True(context.Request.IsHttps);
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "gopher")]
    [InlineData("X-Forwarded-Host", "a b")]
    [InlineData("X-Forwarded-Host", "a/../b")]
    public void Other_words_of_a_known_proxy_are_refused(string header, string value) =>
        Assert.Equal(header, Trusting("10.0.0.1").Resolve(Request("10.0.0.1", (header, value)))?.Field);

    [Theory]
    [InlineData("", "127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("10.9.9.9", "127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "203.0.113.9", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "127.0.0.1, 203.0.113.9", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "10.1.1.1", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", "nobody", HttpStatusCode.BadRequest)]
    public async Task The_public_paths_go_by_the_resolved_address(string proxies, string chain, HttpStatusCode expected)
    {
        await using var server = await StartAsync(("Network:KnownProxies", proxies));
        Assert.Equal(expected, await TrackAsync(server, "X-Forwarded-For", chain));
    }

    [Theory]
    [InlineData("10.1.1.1", HttpStatusCode.OK)]
    [InlineData("203.0.113.9", HttpStatusCode.Unauthorized)]
    public async Task Private_networks_are_recognised_behind_a_known_proxy(string caller, HttpStatusCode expected)
    {
        await using var server = await StartAsync(("Network:KnownProxies", "127.0.0.1"), ("Tracking:PublicEndpoints", "PrivateNetworks"));
        Assert.Equal(expected, await TrackAsync(server, "X-Forwarded-For", caller));
    }

    [Fact]
    public async Task A_known_proxy_that_names_nobody_opens_nothing()
    {
        await using var server = await StartAsync(("Network:KnownProxies", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await TrackAsync(server, "Forwarded", "for=127.0.0.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await TrackAsync(server, "X-Forwarded-Proto", "https"));
        Assert.Equal(HttpStatusCode.Unauthorized, await TrackAsync(server, "X-Real-IP", "127.0.0.1"));
    }

    [Fact]
    public async Task Browsers_are_bound_to_https_only_where_they_came_by_it_and_it_is_wanted()
    {
        await using (var server = await StartAsync(("Network:KnownProxies", "127.0.0.1"), ("Network:HstsDays", "30")))
        {
            Assert.Equal(["max-age=2592000"], await HstsAsync(server, "https"));
            Assert.Empty(await HstsAsync(server, "http"));
        }
        await using var quiet = await StartAsync(("Network:KnownProxies", "127.0.0.1"));
        Assert.Empty(await HstsAsync(quiet, "https"));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("127.0.0.1;10.0.0.1")]
    [InlineData("10.0.0.0/33")]
    public void A_list_that_cannot_be_read_stops_the_start(string list)
    {
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(RunningServer.NewFolder(), ("Network:KnownProxies", list))));
        Assert.Contains("Vitrine:Network:KnownProxies is wrong", error.Message);
    }

    private static Forwarding Trusting(string proxies) => new(new NetworkOptions { KnownProxies = proxies });

    private static DefaultHttpContext Request(string peer, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) }, Request = { Scheme = "http", Host = new HostString("localhost") } };
        foreach (var (name, value) in headers) context.Request.Headers[name] = value;
        return context;
    }

    private static Task<RunningServer> StartAsync(params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()), options);

    private static async Task<HttpStatusCode> TrackAsync(RunningServer server, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analytics/track/activity-public") { Content = new StringContent(Activity, System.Text.Encoding.UTF8, "application/json") };
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        using var response = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<string[]> HstsAsync(RunningServer server, string scheme) => RawHttp.HeaderOf(
        await RawHttp.AskAsync(server, "GET /health/live", $"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: {scheme}\r\n"), "Strict-Transport-Security");
}
