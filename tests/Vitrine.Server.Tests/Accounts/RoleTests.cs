using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

/// <summary>Who may what. Every row is a path, and what each kind of caller gets for it.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    // In this order in each row.
    private static readonly string[] Callers = ["nobody", "stranger", "viewer", "editor", "admin", "viewer of all", "admin of all", "server key", "ingest key"];

    private readonly Dictionary<string, string?> tokens = [];
    private AccountServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AccountServer.StartAsync();
        tokens["nobody"] = null;
        tokens["stranger"] = await server.BearerOfNewAsync("stranger", new RoleGrant("default", Role.Admin));
        tokens["viewer"] = await server.BearerOfNewAsync("viewer", new RoleGrant("shop", Role.Viewer));
        tokens["editor"] = await server.BearerOfNewAsync("editor", new RoleGrant("shop", Role.Editor));
        tokens["admin"] = await server.BearerOfNewAsync("boss", new RoleGrant("shop", Role.Admin));
        tokens["viewer of all"] = await server.BearerOfNewAsync("visitor", new RoleGrant("*", Role.Viewer));
        tokens["admin of all"] = await server.BearerOfNewAsync("root", new RoleGrant("*", Role.Admin));
        tokens["server key"] = await server.Running.NewKeyAsync(KeyKind.Server, "shop");
        tokens["ingest key"] = await server.Running.NewKeyAsync(KeyKind.Ingest, "shop");
        await server.AddAsync("anna");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/v1/accounts", null, "401 403 403 403 403 403 200 403 403")]
    [InlineData("GET", "/api/v1/accounts/anna", null, "401 403 403 403 403 403 200 403 403")]
    [InlineData("POST", "/api/v1/accounts", """{"username":""}""", "401 403 403 403 403 403 400 403 403")]
    [InlineData("PATCH", "/api/v1/accounts/anna", """{"email":""}""", "401 403 403 403 403 403 200 403 403")]
    [InlineData("DELETE", "/api/v1/accounts/nobody", null, "401 403 403 403 403 403 404 403 403")]
    [InlineData("POST", "/users/", """{"username":""}""", "401 403 403 403 403 403 400 403 403")]
    [InlineData("PUT", "/api/v1/accounts/anna/roles/shop", """{"role":"viewer"}""", "401 404 403 403 204 403 204 403 403")]
    [InlineData("DELETE", "/api/v1/accounts/anna/roles/shop", null, "401 404 403 403 204 403 204 403 403")]
    [InlineData("PUT", "/api/v1/accounts/anna/roles/*", """{"role":"viewer"}""", "401 403 403 403 403 403 204 403 403")]
    [InlineData("PUT", "/api/v1/accounts/anna/roles/nowhere", """{"role":"viewer"}""", "401 404 404 404 404 404 404 404 404")]
    [InlineData("GET", "/api/v1/members?project=shop", null, "401 404 403 403 200 403 200 403 403")]
    [InlineData("GET", "/api/v1/audit?project=shop", null, "401 404 403 403 200 403 200 403 403")]
    [InlineData("GET", "/api/v1/views?project=shop", null, "401 404 200 200 200 200 200 200 403")]
    [InlineData("POST", "/api/v1/views?project=shop", """{"name":"a","page":"images"}""", "401 404 403 201 201 403 201 201 403")]
    [InlineData("POST", "/api/v1/panel-tokens?project=shop", """{"origin":"https://chat.example"}""", "401 404 200 200 200 200 200 200 403")]
    [InlineData("GET", "/auth/session", null, "401 200 200 200 200 200 200 200 200")]
    [InlineData("GET", "/users/me", null, "401 200 200 200 200 200 200 403 403")]
    public async Task Who_may(string method, string path, string? body, string expected)
    {
        var answers = new List<string>();
        foreach (var caller in Callers) answers.Add($"{(int)await server.StatusAsync(method, path, body, tokens[caller])}");
        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Fact]
    public async Task Admins_of_a_project_see_who_has_a_role_there_and_no_more_of_accounts()
    {
        await server.JsonAsync("PUT", "/api/v1/accounts/anna/roles/shop", """{"role":"editor"}""", tokens["admin"]);
        var members = (await server.JsonAsync("GET", "/api/v1/members?project=shop", null, tokens["admin"])).GetProperty("members").EnumerateArray()
            .Select(member => $"{member.GetProperty("username")} {member.GetProperty("role")} {member.GetProperty("is_of_all_projects")}");
        Assert.Equal(["admin admin True", "anna editor False", "boss admin False", "editor editor False", "root admin True", "viewer viewer False", "visitor viewer True"], members);
    }

    [Fact]
    public async Task A_stranger_is_told_the_same_of_a_project_that_is_and_one_that_is_not()
    {
        using var is1 = await server.SendAsync("PUT", "/api/v1/accounts/anna/roles/shop", """{"role":"viewer"}""", tokens["stranger"]);
        using var isNot = await server.SendAsync("PUT", "/api/v1/accounts/anna/roles/pohs", """{"role":"viewer"}""", tokens["stranger"]);
        var (first, second) = (await ProblemBody.ReadAsync(is1), await ProblemBody.ReadAsync(isNot));
        Assert.Equal(first with { Detail = null }, second with { Detail = null });
    }
}
