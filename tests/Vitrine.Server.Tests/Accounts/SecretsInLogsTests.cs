using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class SecretsInLogsTests
{
    [Fact]
    public async Task No_password_and_no_token_reaches_the_log_or_the_audit_log()
    {
        using var log = new CapturedLog();
        await using var server = await AccountServer.StartAsync(log);
        await server.AddAsync("anna", new RoleGrant("default", Role.Admin));
        var admin = await server.AdminTokenAsync();
        var bearer = await server.TokenAsync("anna", AccountServer.Password);
        var (cookie, csrf) = await server.CookieAsync("anna", AccountServer.Password);
        // A password in the wrong field.
        using (await server.SignInAsync("typed in the wrong field", "x"))
        {
        }
        _ = await server.StatusAsync("PUT", "/auth/password", $$"""{"current":"{{AccountServer.Password}}","new":"a secret chosen"}""", null, "Cookie: vitrine_session=" + cookie, "X-CSRF-Token: " + csrf);
        _ = await server.StatusAsync("PATCH", "/api/v1/accounts/anna", """{"password":"a secret given"}""", admin);
        var panel = (await server.JsonAsync("POST", "/api/v1/panel-tokens", """{"origin":"https://chat.example"}""", admin)).GetProperty("token").GetString()!;
        _ = await server.StatusAsync("GET", "/users/me", null, bearer);
        // A request that fails with the secret in hand.
        _ = await server.StatusAsync("POST", "/auth/session", """{"username":"anna","password":"a secret cut o""");

        var written = log.Text + string.Join('\n', await server.Control.ListAuditEntriesAsync(new AuditQuery(), TestContext.Current.CancellationToken));
        Assert.Contains("account.password_changed", written);
        Assert.Contains("/auth/token", written);
        foreach (var secret in (string[])[admin, bearer, cookie, csrf, panel, AccountServer.AdminPassword, AccountServer.Password, "a secret", "typed in the wrong field"])
            Assert.DoesNotContain(secret, written);
    }
}
