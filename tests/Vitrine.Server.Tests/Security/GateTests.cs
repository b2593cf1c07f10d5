using System.Net.Http.Headers;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Security;

/// <summary>Which project a request means, and whether it is there for who asks. The server has the projects default, own and other.</summary>
public sealed class GateTests : IAsyncLifetime
{
    private const string Activity = """{"user_id":"u","activity_type":"x"}""";
    private const string PublicPath = "/api/v1/analytics/track/activity-public";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync();
        using var local = server.Local();
        foreach (var slug in (string[])["own", "other"]) await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, $$"""{"slug":"{{slug}}"}""");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("", 200)]
    [InlineData("?project=own", 200)]
    [InlineData("?project=other", 404)]
    [InlineData("?project=nobody", 404)]
    [InlineData("?project=default", 404)]
    [InlineData("?project=", 404)]
    [InlineData("?project=Own", 404)]
    [InlineData("?project=own&project=own", 404)]
    [InlineData("?project=own&project=other", 404)]
    public async Task A_key_implies_its_project_and_knows_no_other(string query, int status)
    {
        var key = await server.NewKeyAsync(KeyKind.Server, "own");
        Assert.Equal(status, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images" + query, key));
        Assert.Equal(status, await server.Anonymous.StatusAsync(HttpMethod.Post, "/api/v1/track" + query, key, Requests.Image));
    }

    [Theory]
    [InlineData("own", "", 404)]
    [InlineData("own", "?project=own", 200)]
    [InlineData("own", "?project=other", 404)]
    [InlineData("own", "?project=nobody", 404)]
    [InlineData("default", "", 200)]
    [InlineData("default", "?project=own", 404)]
    [InlineData("*", "", 200)]
    [InlineData("*", "?project=other", 200)]
    [InlineData("*", "?project=nobody", 404)]
    public async Task An_account_names_a_project_in_which_it_has_a_role(string role, string query, int status)
    {
        using var client = await AccountAsync(new RoleGrant(role, Role.Viewer));
        Assert.Equal(status, await client.StatusAsync(HttpMethod.Get, "/api/v1/images" + query));
        Assert.Equal(status == 200 ? 403 : 404, await client.StatusAsync(HttpMethod.Post, "/api/v1/track" + query, null, Requests.Image));
        // What concerns no one project needs none.
        Assert.Equal(200, await client.StatusAsync(HttpMethod.Get, "/api/v1/projects"));
        Assert.Equal(403, await client.StatusAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"new"}"""));
    }

    [Theory]
    [InlineData("own", Role.Admin, "own", 200)]
    [InlineData("own", Role.Editor, "own", 403)]
    [InlineData("own", Role.Admin, "other", 404)]
    [InlineData("*", Role.Admin, "other", 200)]
    [InlineData("*", Role.Editor, "other", 403)]
    public async Task The_project_in_a_path_is_the_one_that_counts(string grant, Role role, string changed, int status)
    {
        using var client = await AccountAsync(new RoleGrant(grant, role));
        Assert.Equal(status, await client.StatusAsync(HttpMethod.Patch, $"/api/v1/projects/{changed}?project=own", null, """{"name":"x"}"""));
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("?project=default", 200)]
    [InlineData("?project=own", 404)]
    [InlineData("?project=nobody", 404)]
    public async Task Nobody_in_particular_is_let_into_the_default_project_only(string query, int status) =>
        Assert.Equal(status, await server.Anonymous.StatusAsync(HttpMethod.Post, PublicPath + query, null, Activity));

    [Fact]
    public async Task A_key_that_is_wrong_is_worse_than_none()
    {
        Assert.Equal(401, await server.Anonymous.StatusAsync(HttpMethod.Post, PublicPath, server.Key + "x", Activity));
        var key = await server.NewKeyAsync(KeyKind.Ingest, "own");
        Assert.Equal(200, await server.Anonymous.StatusAsync(HttpMethod.Post, PublicPath, key, Activity));
        // It went where the key belongs.
        Assert.Equal(0, await ActivitiesAsync(server.Key));
        Assert.Equal(1, await ActivitiesAsync(await server.NewKeyAsync(KeyKind.Server, "own")));
    }

    private async Task<int> ActivitiesAsync(string key) =>
        (await server.Anonymous.JsonAsync(HttpMethod.Get, "/api/v1/activities", key)).GetProperty("total").GetInt32();

    private async Task<HttpClient> AccountAsync(params RoleGrant[] grants)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await server.SignInAsync(grants));
        return client;
    }
}
