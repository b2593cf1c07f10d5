using System.Net;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Audit;

public sealed class AuditTests : IAsyncLifetime
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
    public async Task Everything_of_accounts_is_written_down_with_who_did_it()
    {
        await server.JsonAsync("POST", "/api/v1/accounts", """{"username":"anna","password":"watercolor and ink","roles":[{"project":"shop","role":"viewer"}]}""", admin);
        await server.JsonAsync("PUT", "/api/v1/accounts/anna/roles/shop", """{"role":"admin"}""", admin);
        var anna = await server.TokenAsync("anna", AccountServer.Password);
        using (await server.SignInAsync("anna", "wrong"))
        {
        }
        using (await server.SignInAsync("my password by mistake", "wrong"))
        {
        }
        await server.JsonAsync("PUT", "/auth/password", $$"""{"current":"{{AccountServer.Password}}","new":"another password"}""", anna);
        await server.JsonAsync("DELETE", "/auth/session", null, anna);
        await server.JsonAsync("DELETE", "/api/v1/accounts/anna/roles/shop", null, admin);
        await server.JsonAsync("PATCH", "/api/v1/accounts/anna", """{"is_disabled":true,"password":"yet another one"}""", admin);
        await server.JsonAsync("PATCH", "/api/v1/accounts/anna", """{"is_disabled":false}""", admin);
        await server.JsonAsync("DELETE", "/api/v1/accounts/anna", null, admin);
        Assert.Equal(
        [
            "account:admin account.deleted anna", "account:admin account.enabled anna", "account:admin account.disabled anna", "account:admin account.password_reset anna",
            "account:admin role.removed anna shop", "account:anna account.signed_out anna", "account:anna account.password_changed anna",
            "nobody account.sign_in_failed", "nobody account.sign_in_failed anna", "account:anna account.signed_in anna",
            "account:admin role.given anna shop", "account:admin account.created anna", "account:admin account.signed_in admin", "system account.created admin",
        ], await LinesAsync("", admin));
        var given = await EntriesAsync("?action=role.given", admin);
        Assert.Equal("admin", Assert.Single(given).GetProperty("details").GetProperty("role").GetString());
        Assert.Equal("127.0.0.1", given[0].GetProperty("address").GetString());
    }

    [Fact]
    public async Task It_is_filtered_and_read_on_from_where_it_stopped()
    {
        for (var index = 0; index < 3; index++) await server.JsonAsync("PUT", "/auth/password", $$"""{"current":"{{Nth(index)}}","new":"{{Nth(index + 1)}}"}""", admin);
        var first = await server.JsonAsync("GET", "/api/v1/audit?limit=2&action=account.password_changed&actor=account:admin", null, admin);
        Assert.Equal(2, first.GetProperty("entries").GetArrayLength());
        var rest = await server.JsonAsync("GET", $"/api/v1/audit?limit=2&action=account.password_changed&before={first.GetProperty("next_before")}", null, admin);
        Assert.Equal(1, rest.GetProperty("entries").GetArrayLength());
        Assert.False(rest.TryGetProperty("next_before", out _));
        await server.RefusedAsync(HttpStatusCode.BadRequest, "invalid_number", "GET", "/api/v1/audit?before=x", null, admin);
        await server.RefusedAsync(HttpStatusCode.BadRequest, "unknown_parameter", "GET", "/api/v1/audit?since=x", null, admin);

        static string Nth(int index) => index == 0 ? AccountServer.AdminPassword : $"password number {index}";
    }

    [Fact]
    public async Task Admins_of_a_project_see_what_concerns_it_and_must_name_it()
    {
        await server.AddAsync("anna");
        await server.JsonAsync("PUT", "/api/v1/accounts/anna/roles/shop", """{"role":"viewer"}""", admin);
        await server.JsonAsync("PUT", "/api/v1/accounts/anna/roles/default", """{"role":"viewer"}""", admin);
        var boss = await server.BearerOfNewAsync("boss", new RoleGrant("shop", Role.Admin));
        Assert.Equal(["account:admin role.given anna shop"], await LinesAsync("?project=shop", boss));
        Assert.Equal(["account:admin role.given anna shop"], await LinesAsync("?project=shop", admin));
        await server.RefusedAsync(HttpStatusCode.NotFound, "project_not_found", "GET", "/api/v1/audit", null, boss);
        await server.RefusedAsync(HttpStatusCode.NotFound, "project_not_found", "GET", "/api/v1/audit?project=default", null, boss);
    }

    private async Task<IEnumerable<string>> LinesAsync(string query, string token) =>
        (await EntriesAsync(query, token)).Select(entry => string.Join(' ', new[] { "actor", "action", "target", "project" }
            .Where(name => entry.TryGetProperty(name, out _)).Select(name => entry.GetProperty(name).GetString())));

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string query, string token) =>
        [.. (await server.JsonAsync("GET", "/api/v1/audit" + query, null, token)).GetProperty("entries").EnumerateArray()];
}
