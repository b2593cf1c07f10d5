using Microsoft.AspNetCore.Http;
using Vitrine.Core.Stores;
using Vitrine.Server.Network;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Network;

public sealed class HostTests
{
    [Theory]
    [InlineData("localhost:8002")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost.")]
    [InlineData("app.localhost:8002")]
    [InlineData("127.0.0.1:8002")]
    [InlineData("192.168.1.20:8002")]
    [InlineData("[::1]:8002")]
    [InlineData("[2001:db8::7]")]
    [InlineData("vitrine:8002")]
    [InlineData("vitrine")]
    [InlineData("nas.local:8002")]
    [InlineData("host.docker.internal:8002")]
    [InlineData("vitrine.team.svc.cluster.local")]
    [InlineData("")]
    public void Names_that_no_stranger_can_own_are_taken(string host) => Assert.True(Rule("").Allows(new HostString(host)));

    [Theory]
    [InlineData("stranger.example")]
    [InlineData("localhost.stranger.example:8002")]
    [InlineData("127.0.0.1.stranger.example")]
    [InlineData("stranger.example.:8002")]
    [InlineData("notlocal.localx")]
    [InlineData("1.2.3.4.5")]
    [InlineData("127.0.0.1:8002:80")]
    [InlineData("127.0.0.1@stranger.example")]
    [InlineData("[::1].stranger.example")]
    [InlineData("[::1")]
    public void Every_other_is_not(string host) => Assert.False(Rule("").Allows(new HostString(host)));

    [Theory]
    [InlineData("stats.example.org", "stats.example.org", true)]
    [InlineData("stats.example.org", "STATS.example.org:443", true)]
    [InlineData("stats.example.org", "localhost:8002", true)]
    [InlineData("stats.example.org", "other.example.org", false)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "badexample.org", false)]
    [InlineData("a.example, b.example", "b.example", true)]
    [InlineData("*", "anything.example", true)]
    public void Names_are_listed(string list, string host, bool isAllowed) => Assert.Equal(isAllowed, Rule(list).Allows(new HostString(host)));

    [Theory]
    [InlineData("https://stats.example.org")]
    [InlineData("stats.example.org:443")]
    [InlineData("stats.*.org")]
    [InlineData("*.")]
    public void A_list_that_cannot_be_read_stops_the_start(string list)
    {
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(RunningServer.NewFolder(), ("Network:AllowedHosts", list))));
        Assert.Contains("Vitrine:Network:AllowedHosts is wrong", error.Message);
    }

    [Fact]
    public async Task A_request_under_another_name_is_misdirected_also_with_a_key()
    {
        await using var server = await StartAsync(("Network:KnownProxies", "127.0.0.2"));
        var key = $"X-Api-Key: {server.Key}\r\n";
        foreach (var answer in new[]
        {
            await RawHttp.AskAsync(server, "GET /health", host: "stranger.example"),
            await RawHttp.AskAsync(server, "GET /api/v1/images", key, host: "stranger.example:8002"),
            // The name that a known proxy tells of, and the one that it was asked by.
            await RawHttp.AskAsync(server, "GET /health", "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Host: stranger.example\r\n", from: "127.0.0.2"),
            await RawHttp.AskAsync(server, "GET /health", "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Host: localhost\r\n", host: "stranger.example", from: "127.0.0.2"),
        })
        {
            Assert.Equal(421, RawHttp.StatusOf(answer));
            Assert.Contains("\"code\":\"host_not_allowed\"", answer);
            Assert.Equal(["nosniff"], RawHttp.HeaderOf(answer, "X-Content-Type-Options"));
        }
        Assert.Equal(200, RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET /health/live", "X-Forwarded-Host: stranger.example\r\n")));
    }

    [Fact]
    public async Task Two_hosts_and_a_host_against_the_address_are_refused()
    {
        await using var server = await StartAsync();
        Assert.Equal(400, RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET /health/live", "Host: stranger.example\r\n")));
        Assert.Equal(400, RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET http://stranger.example/health/live")));
        Assert.Equal(421, RawHttp.StatusOf(await RawHttp.AskAsync(server, "GET http://stranger.example/health/live", host: "stranger.example")));
    }

    private static HostRule Rule(string list) => new(new NetworkOptions { AllowedHosts = list });

    private static Task<RunningServer> StartAsync(params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()), options);
}
