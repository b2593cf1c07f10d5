using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Server.Security;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Network;

public sealed class CrossOriginTests
{
    private const string App = "https://app.example.org", Stranger = "https://stranger.example";

    [Theory]
    [InlineData(App, "GET", "/api/v1/images", 204)]
    [InlineData(App, "POST", "/api/v1/track", 204)]
    [InlineData(App, "DELETE", "/api/v1/images", 405)]
    [InlineData(App, "GET", "/nowhere", 404)]
    [InlineData(Stranger, "GET", "/api/v1/images", 403)]
    [InlineData(Stranger, "POST", "/api/v1/track", 403)]
    [InlineData(Stranger, "GET", "/api/v1/analytics/summary", 204)]
    [InlineData("null", "GET", "/api/v1/images", 403)]
    [InlineData("https://app.example.org.stranger.example", "GET", "/api/v1/images", 403)]
    [InlineData("http://app.example.org", "GET", "/api/v1/images", 403)]
    public async Task A_preflight_is_answered_by_origin_and_path(string origin, string method, string path, int status)
    {
        await using var server = await StartAsync(("Network:AllowedOrigins", $"https://other.example.org, {App}"));
        var answer = await RawHttp.AskAsync(server, $"OPTIONS {path}", $"Origin: {origin}\r\nAccess-Control-Request-Method: {method}\r\nAccess-Control-Request-Headers: authorization\r\n");
        Assert.Equal(status, RawHttp.StatusOf(answer));
        Assert.Equal(status == 204 ? [method] : [], RawHttp.HeaderOf(answer, "Access-Control-Allow-Methods"));
        Assert.Equal(status == 204 || origin == App ? [origin] : [], RawHttp.HeaderOf(answer, "Access-Control-Allow-Origin"));
        Assert.Empty(RawHttp.HeaderOf(answer, "Access-Control-Allow-Credentials"));
        Assert.Equal(["Origin"], RawHttp.HeaderOf(answer, "Vary"));
        if (status == 204) Assert.Contains("Authorization", RawHttp.HeaderOf(answer, "Access-Control-Allow-Headers").Single());
    }

    [Fact]
    public async Task A_preflight_never_does_what_it_asks_about()
    {
        var store = new MemoryStore();
        await using var server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store), ("Network:AllowedOrigins", App));
        using var raw = await RawHttp.ConnectAsync(server);
        const string fact = """{"user_id":"u","activity_type":"t"}""";
        await raw.SendAsync(
            $"OPTIONS /api/v1/analytics/track/activity-public HTTP/1.1\r\nHost: localhost\r\nOrigin: {App}\r\nAccess-Control-Request-Method: POST\r\nX-Api-Key: {server.Key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {fact.Length}\r\nConnection: close\r\n\r\n{fact}");
        Assert.Equal(204, RawHttp.StatusOf(await raw.ReadToEndAsync()));
        Assert.Empty(store.Facts);
    }

    [Theory]
    [InlineData(App, true, 200)]
    [InlineData(App, false, 401)]
    [InlineData(Stranger, true, 200)]
    [InlineData(Stranger, false, 401)]
    public async Task Answers_and_problems_are_read_by_listed_origins_only(string origin, bool withKey, int status)
    {
        await using var server = await StartAsync(("Network:AllowedOrigins", App));
        var answer = await RawHttp.AskAsync(server, "GET /api/v1/query/catalogue", $"Origin: {origin}\r\n" + (withKey ? $"X-Api-Key: {server.Key}\r\n" : ""));
        Assert.Equal(status, RawHttp.StatusOf(answer));
        Assert.Equal(origin == App ? [App] : [], RawHttp.HeaderOf(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(origin == App ? ["Link, X-Total-Count, X-Total-Is-Exact, Retry-After, Content-Disposition"] : [], RawHttp.HeaderOf(answer, "Access-Control-Expose-Headers"));
        Assert.Equal(["Origin"], RawHttp.HeaderOf(answer, "Vary"));
        Assert.Empty(RawHttp.HeaderOf(answer, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task By_default_no_origin_is_listed()
    {
        await using var server = await StartAsync();
        var answer = await RawHttp.AskAsync(server, "GET /api/v1/query/catalogue", $"Origin: {App}\r\nX-Api-Key: {server.Key}\r\n");
        Assert.Equal(200, RawHttp.StatusOf(answer));
        Assert.Empty(RawHttp.HeaderOf(answer, "Access-Control-Allow-Origin"));
        Assert.Empty(RawHttp.HeaderOf(answer, "Vary"));
    }

    [Fact]
    public async Task A_panel_reads_in_pages_of_its_own_origin_and_nothing_but_the_panel()
    {
        await using var server = await RunningServer.StartAsync();
        var (token, _) = await server.Services.GetRequiredService<Sessions>().OpenPanelAsync(Project.DefaultSlug, Stranger, TestContext.Current.CancellationToken);
        Assert.Equal((200, Stranger), await AskAsync("/api/v1/analytics/summary", Stranger));
        // The page may read that its token is not good there.
        Assert.Equal((401, App), await AskAsync("/api/v1/analytics/summary", App));
        Assert.Equal((403, null), await AskAsync("/api/v1/images", Stranger));

        async Task<(int, string?)> AskAsync(string path, string origin)
        {
            var answer = await RawHttp.AskAsync(server, $"GET {path}", $"Origin: {origin}\r\nAuthorization: Bearer {token}\r\n");
            if (path.EndsWith("summary", StringComparison.Ordinal)) Assert.Equal(["Origin"], RawHttp.HeaderOf(answer, "Vary"));
            return (RawHttp.StatusOf(answer), RawHttp.HeaderOf(answer, "Access-Control-Allow-Origin").SingleOrDefault());
        }
    }

    [Fact]
    public async Task A_key_does_not_open_the_panels_paths_to_every_page()
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await RawHttp.AskAsync(server, "GET /api/v1/analytics/summary", $"Origin: {Stranger}\r\nX-Api-Key: {server.Key}\r\n");
        Assert.Equal(200, RawHttp.StatusOf(answer));
        Assert.Empty(RawHttp.HeaderOf(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("app.example.org")]
    [InlineData("https://app.example.org/")]
    [InlineData("https://App.example.org")]
    [InlineData("https://app.example.org:443")]
    [InlineData("https://user@app.example.org")]
    [InlineData("*")]
    [InlineData("ftp://app.example.org")]
    public void An_origin_that_no_browser_sends_stops_the_start(string list)
    {
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(RunningServer.NewFolder(), ("Network:AllowedOrigins", list))));
        Assert.Contains("Vitrine:Network:AllowedOrigins is wrong", error.Message);
    }

    private static Task<RunningServer> StartAsync(params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()), options);
}
