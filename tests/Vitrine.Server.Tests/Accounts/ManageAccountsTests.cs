using System.Net;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class ManageAccountsTests : IAsyncLifetime
{
    private AccountServer server = null!;
    private string admin = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AccountServer.StartAsync();
        admin = await server.AdminTokenAsync();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_account_is_made_shown_listed_changed_and_deleted()
    {
        using (var created = await server.SendAsync(
            "POST", "/api/v1/accounts",
            """{"username":" Anna ","email":"anna@example.org","password":"watercolor and ink","roles":[{"project":"shop","role":"viewer"},{"project":"*","role":"editor"}]}""", admin))
        {
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", created.Headers.Location!.ToString(), null, admin));
        }
        var anna = await server.JsonAsync("GET", "/api/v1/accounts/ANNA", null, admin);
        Assert.Equal(("Anna", "anna@example.org", false, 2), (
            anna.GetProperty("username").GetString(), anna.GetProperty("email").GetString(), anna.GetProperty("is_disabled").GetBoolean(), anna.GetProperty("roles").GetArrayLength()));
        Assert.DoesNotContain("hash", anna.GetRawText());
        Assert.Equal(["admin", "Anna"], (await server.JsonAsync("GET", "/api/v1/accounts", null, admin)).GetProperty("accounts").EnumerateArray().Select(account => account.GetProperty("username").GetString()));
        var changed = await server.JsonAsync("PATCH", "/api/v1/accounts/anna", """{"email":""}""", admin);
        Assert.False(changed.TryGetProperty("email", out _));
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", "/api/v1/accounts/" + anna.GetProperty("id").GetString(), null, admin));
        await server.RefusedAsync(HttpStatusCode.NotFound, "account_not_found", "GET", "/api/v1/accounts/anna", null, admin);
        await server.RefusedAsync(HttpStatusCode.NotFound, "account_not_found", "DELETE", "/api/v1/accounts/anna", null, admin);
    }

    [Theory]
    [InlineData("""{"username":"a b","password":"watercolor and ink"}""", 400, "invalid_value")]
    [InlineData("""{"username":"","password":"watercolor and ink"}""", 400, "invalid_value")]
    [InlineData("""{"password":"watercolor and ink"}""", 400, "invalid_value")]
    [InlineData("""{"username":"0197f3a2-0000-7000-8000-000000000000","password":"watercolor and ink"}""", 400, "invalid_value")]
    [InlineData("""{"username":"anna","email":"nowhere","password":"watercolor and ink"}""", 400, "invalid_value")]
    [InlineData("""{"username":"anna","password":"short"}""", 400, "weak_password")]
    [InlineData("""{"username":"anna"}""", 400, "weak_password")]
    [InlineData("""{"username":"ADMIN","password":"watercolor and ink"}""", 409, "name_taken")]
    [InlineData("""{"username":"anna","password":"watercolor and ink","roles":[{"project":"nowhere","role":"viewer"}]}""", 404, "project_not_found")]
    [InlineData("""{"username":"anna","password":"watercolor and ink","roles":[{"project":"shop","role":"owner"}]}""", 400, "unknown_value")]
    [InlineData("""{"username":"anna","password":"watercolor and ink","is_admin":true}""", 400, "invalid_body")]
    public async Task What_is_no_account_is_refused(string body, int status, string code)
    {
        await server.RefusedAsync((HttpStatusCode)status, code, "POST", "/api/v1/accounts", body, admin);
        Assert.Equal(1, await server.Control.CountAccountsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PATCH", """{"is_disabled":true}""")]
    [InlineData("PATCH", """{"password":"another password"}""")]
    [InlineData("DELETE", null)]
    public async Task What_an_admin_takes_away_is_gone_at_once(string method, string? body)
    {
        await server.AddAsync("anna", new RoleGrant("shop", Role.Admin));
        var token = await server.TokenAsync("anna", AccountServer.Password);
        var (cookie, _) = await server.CookieAsync("anna", AccountServer.Password);
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/members?project=shop", null, token));
        Assert.True((int)await server.StatusAsync(method, "/api/v1/accounts/anna", body, admin) < 300);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/api/v1/members?project=shop", null, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/auth/session", null, null, "Cookie: vitrine_session=" + cookie));
        using var again = await server.SignInAsync("anna", AccountServer.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_from_tokens_that_are_out()
    {
        var token = await server.BearerOfNewAsync("anna", new RoleGrant("shop", Role.Viewer));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/views?project=default", null, admin));
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", "/api/v1/accounts/anna/roles/shop", null, admin));
        await server.RefusedAsync(HttpStatusCode.NotFound, "project_not_found", "GET", "/api/v1/views?project=shop", null, token);
    }

    [Fact]
    public async Task The_last_admin_stays()
    {
        foreach (var (method, path, body) in (IEnumerable<(string, string, string?)>)[
            ("DELETE", "", null), ("PATCH", "", """{"is_disabled":true}"""), ("PUT", "/roles/*", """{"role":"editor"}"""), ("DELETE", "/roles/*", null)])
        {
            await server.RefusedAsync(HttpStatusCode.Conflict, "last_admin", method, "/api/v1/accounts/admin" + path, body, admin);
        }
        await server.AddAsync("bert", new RoleGrant("*", Role.Admin));
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", "/api/v1/accounts/admin", null, admin));
    }

    [Fact]
    public async Task Accounts_have_a_bound()
    {
        await using var small = await AccountServer.StartAsync(("Accounts:MaxAccounts", "1"));
        await small.RefusedAsync(
            HttpStatusCode.Conflict, "limit_reached", "POST", "/users/", """{"username":"anna","password":"watercolor and ink"}""", await small.AdminTokenAsync());
    }
}
