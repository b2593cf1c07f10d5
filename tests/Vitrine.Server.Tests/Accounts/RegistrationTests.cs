using System.Net;
using System.Text.Json;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class RegistrationTests
{
    // As the chat platform's guide has it, with a member more than is needed.
    private const string Anna = """{"username":"anna","email":"anna@example.com","password":"secure_password","full_name":"Anna"}""";

    [Fact]
    public async Task Closed_it_is_for_admins_of_all_projects()
    {
        await using var server = await AccountServer.StartAsync();
        await server.RefusedAsync(HttpStatusCode.Unauthorized, "unauthorized", "POST", "/users/", Anna);
        var made = await server.JsonAsync("POST", "/users/", Anna, await server.AdminTokenAsync());
        Assert.Equal(["id", "username", "email", "created_at"], made.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("anna", "anna@example.com"), (made.GetProperty("username").GetString(), made.GetProperty("email").GetString()));
    }

    [Fact]
    public async Task Open_everybody_may_but_sees_nothing_until_given_a_role()
    {
        await using var server = await AccountServer.StartAsync(("Accounts:Registration", "Open"), ("Accounts:RegistrationsPerMinute", "2"));
        using (var created = await server.SendAsync("POST", "/users/", Anna)) Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var token = await server.TokenAsync("anna", "secure_password");
        Assert.Equal(JsonValueKind.Array, (await server.JsonAsync("GET", "/users/me", null, token)).GetProperty("roles").ValueKind);
        Assert.Equal(0, (await server.JsonAsync("GET", "/auth/session", null, token)).GetProperty("projects").GetArrayLength());
        await server.RefusedAsync(HttpStatusCode.NotFound, "project_not_found", "GET", "/api/v1/analytics/summary", null, token);
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "GET", "/api/v1/accounts", null, token);

        await server.RefusedAsync(HttpStatusCode.Conflict, "name_taken", "POST", "/users/", Anna);
        using (var many = await server.SendAsync("POST", "/users/", Anna.Replace("anna", "bert", StringComparison.Ordinal)))
        {
            await ProblemBody.AssertAsync(many, HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.Equal(TimeSpan.FromSeconds(30), many.Headers.RetryAfter!.Delta);
        }
        Assert.Equal(HttpStatusCode.Created, await server.StatusAsync("POST", "/users/", Anna.Replace("anna", "bert", StringComparison.Ordinal), await server.AdminTokenAsync()));
    }
}
