using System.Net;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class DashboardSessionTests : IAsyncLifetime
{
    private AccountServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AccountServer.StartAsync();
        await server.AddAsync("anna", new RoleGrant("default", Role.Editor));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Signing_in_sets_a_cookie_that_pages_cannot_read_and_other_sites_cannot_send()
    {
        using var response = await SignInAsync();
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("vitrine_session=vts_", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/", cookie);
        Assert.Contains("max-age=1209600", cookie);
        Assert.DoesNotContain("secure", cookie);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("account:anna", answer.GetProperty("caller").GetString());
        Assert.Equal("anna", answer.GetProperty("account").GetProperty("username").GetString());
        var project = Assert.Single(answer.GetProperty("projects").EnumerateArray());
        Assert.Equal(("default", "editor"), (project.GetProperty("slug").GetString(), project.GetProperty("role").GetString()));
        Assert.DoesNotContain("hash", answer.GetRawText());

        using var behindTls = await SignInAsync($"Origin: https://{server.Running.Address.Authority}");
        Assert.Contains("secure", behindTls.Headers.GetValues("Set-Cookie").Single());
    }

    [Fact]
    public async Task What_changes_something_needs_the_sessions_token_beside_the_cookie()
    {
        var (cookie, csrf) = await server.CookieAsync("anna", AccountServer.Password);
        const string view = """{"name":"Mine","page":"images"}""";
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/views", null, null, Cookie(cookie)));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "POST", "/api/v1/views", view, null, Cookie(cookie));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "POST", "/api/v1/views", view, null, Cookie(cookie), "X-CSRF-Token: " + csrf[..^1] + "_");
        Assert.Equal(HttpStatusCode.Created, await server.StatusAsync("POST", "/api/v1/views", view, null, Cookie(cookie), "X-CSRF-Token: " + csrf));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "DELETE", "/auth/session", null, null, Cookie(cookie));
        Assert.Equal(csrf, (await server.JsonAsync("GET", "/auth/session", null, null, Cookie(cookie))).GetProperty("csrf_token").GetString());
    }

    [Fact]
    public async Task A_cookie_is_no_bearer_and_a_bearer_no_cookie()
    {
        var (cookie, _) = await server.CookieAsync("anna", AccountServer.Password);
        var bearer = await server.TokenAsync("anna", AccountServer.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(bearer)));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(server.Running.Key)));
        Assert.False((await server.JsonAsync("GET", "/auth/session", null, bearer)).TryGetProperty("csrf_token", out _));
    }

    [Fact]
    public async Task Every_sign_in_makes_a_new_cookie_and_ends_the_one_that_came_along()
    {
        var (planted, _) = await server.CookieAsync("admin", AccountServer.AdminPassword);
        var (cookie, _) = await server.CookieAsync("anna", AccountServer.Password, Cookie(planted));
        Assert.NotEqual(planted, cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(planted)));
        var (another, _) = await server.CookieAsync("anna", AccountServer.Password, Cookie("vts_made-up-by-somebody"));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(another)));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie("vts_made-up-by-somebody")));
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public async Task A_page_of_another_site_cannot_sign_in(string header)
    {
        using var response = await SignInAsync(header);
        await ProblemBody.AssertAsync(response, HttpStatusCode.Forbidden, "forbidden");
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_page_of_this_site_can_also_where_a_proxy_renamed_the_host()
    {
        using var own = await SignInAsync($"Origin: {server.Running.Address.GetLeftPart(UriPartial.Authority)}");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var renamed = await SignInAsync("Origin: https://vitrine.example", "Sec-Fetch-Site: same-origin");
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_this_session_or_all()
    {
        var (first, csrf) = await server.CookieAsync("anna", AccountServer.Password);
        var (second, secondCsrf) = await server.CookieAsync("anna", AccountServer.Password);
        var bearer = await server.TokenAsync("anna", AccountServer.Password);
        using (var closed = await server.SendAsync("DELETE", "/auth/session", null, null, Cookie(first), "X-CSRF-Token: " + csrf))
        {
            Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
            Assert.Contains("expires=Thu, 01 Jan 1970", closed.Headers.GetValues("Set-Cookie").Single());
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(first)));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/auth/session", null, bearer));
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", "/auth/sessions", null, null, Cookie(second), "X-CSRF-Token: " + secondCsrf));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, bearer));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(second)));
    }

    [Fact]
    public async Task A_session_in_use_lasts_and_an_unused_one_ends()
    {
        var (cookie, _) = await server.CookieAsync("anna", AccountServer.Password);
        for (var week = 0; week < 4; week++)
        {
            server.Clock.Advance(TimeSpan.FromDays(8));
            using var shown = await server.SendAsync("GET", "/auth/session", null, null, Cookie(cookie));
            Assert.Equal(cookie, AccountServer.CookieOf(shown));
        }
        server.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, Cookie(cookie)));
    }

    [Fact]
    public async Task A_key_learns_what_it_may_see_and_cannot_sign_out()
    {
        var answer = await server.JsonAsync("GET", "/auth/session", null, server.Running.Key);
        Assert.Equal("default", Assert.Single(answer.GetProperty("projects").EnumerateArray()).GetProperty("slug").GetString());
        Assert.False(answer.TryGetProperty("account", out _));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "DELETE", "/auth/session", null, server.Running.Key);
    }

    private Task<HttpResponseMessage> SignInAsync(params string[] headers) =>
        server.SendAsync("POST", "/auth/session", JsonSerializer.Serialize(new { username = "anna", password = AccountServer.Password }), null, headers);

    private static string Cookie(string value) => "Cookie: vitrine_session=" + value;
}
