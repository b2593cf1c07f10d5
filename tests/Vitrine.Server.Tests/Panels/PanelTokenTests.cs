using System.Net;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Panels;

public sealed class PanelTokenTests : IAsyncLifetime
{
    private const string Origin = "https://chat.example";

    private AccountServer server = null!;
    private string viewer = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AccountServer.StartAsync();
        viewer = await server.BearerOfNewAsync("viewer", new RoleGrant("default", Role.Viewer));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/analytics/summary", 200)]
    [InlineData("/api/v1/analytics/users/activities?limit=10", 200)]
    [InlineData("/api/v1/analytics/users/top?limit=5", 200)]
    [InlineData("/api/v1/analytics/users/list", 403)]
    [InlineData("/api/v1/analytics/daily-stats", 403)]
    [InlineData("/api/v1/images", 403)]
    [InlineData("/api/v1/views", 403)]
    [InlineData("/auth/session", 403)]
    [InlineData("/users/me", 403)]
    [InlineData("/api/v1/analytics/summary?project=shop", 404)]
    public async Task The_panel_reads_its_few_numbers_from_its_page_alone(string path, int status)
    {
        var token = await TokenAsync(Origin);
        Assert.Equal(status, (int)await server.StatusAsync("GET", path, null, token, "Origin: " + Origin));
        foreach (var origin in (string[])["https://evil.example", "http://chat.example", "https://chat.example:8443", "null"])
            Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", path, null, token, "Origin: " + origin));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", path, null, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", path, null, null, "Origin: " + Origin, "Cookie: vitrine_session=" + token));
    }

    [Fact]
    public async Task It_ends_soon_and_makes_no_other_token()
    {
        var answer = await server.JsonAsync("POST", "/api/v1/panel-tokens", $$"""{"origin":"{{Origin}}"}""", viewer);
        var token = answer.GetProperty("token").GetString()!;
        Assert.Equal((Origin, "default", "2025-06-18T10:30:30Z"), (answer.GetProperty("origin").GetString(), answer.GetProperty("project").GetString(), answer.GetProperty("expires_at").GetString()));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "POST", "/api/v1/panel-tokens", $$"""{"origin":"{{Origin}}"}""", token, "Origin: " + Origin);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/api/v1/analytics/summary", null, token, "Origin: " + Origin));
    }

    [Theory]
    [InlineData("https://Chat.Example", "https://chat.example")]
    [InlineData("https://chat.example/", "https://chat.example")]
    [InlineData("https://chat.example:443", "https://chat.example")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("https://b\u00fccher.example", "https://xn--bcher-kva.example")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000")]
    public async Task An_origin_is_kept_as_browsers_send_it(string origin, string kept)
    {
        var token = await TokenAsync(origin);
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/analytics/summary", null, token, "Origin: " + kept));
    }

    [Theory]
    [InlineData("")]
    [InlineData("chat.example")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("ftp://chat.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://chat.example/panel")]
    [InlineData("https://chat.example?x")]
    [InlineData("https://chat.example/?")]
    [InlineData("https://chat.example#")]
    [InlineData("https://user@chat.example")]
    [InlineData("https://chat.example\\\\.evil.example")]
    public async Task What_is_no_origin_is_refused(string origin) =>
        await server.RefusedAsync(HttpStatusCode.BadRequest, "invalid_value", "POST", "/api/v1/panel-tokens", $$"""{"origin":"{{origin}}"}""", viewer);

    private async Task<string> TokenAsync(string origin) =>
        (await server.JsonAsync("POST", "/api/v1/panel-tokens", $$"""{"origin":"{{origin}}"}""", viewer)).GetProperty("token").GetString()!;
}
