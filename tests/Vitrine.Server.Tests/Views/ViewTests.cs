using System.Net;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Views;

public sealed class ViewTests : IAsyncLifetime
{
    private AccountServer server = null!;
    private string editor = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AccountServer.StartAsync(("Views:MaxPerProject", "2"));
        editor = await server.BearerOfNewAsync("editor", new RoleGrant("shop", Role.Editor), new RoleGrant("default", Role.Editor));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_view_is_saved_listed_changed_and_deleted()
    {
        var made = await server.JsonAsync("POST", "/api/v1/views?project=shop", """{"name":" Scheduled ","page":"images","query":"?source=scheduler&days=7"}""", editor);
        Assert.Equal(("Scheduled", "images", "source=scheduler&days=7", false, "account:editor"), (
            made.GetProperty("name").GetString(), made.GetProperty("page").GetString(), made.GetProperty("query").GetString(), made.GetProperty("pinned").GetBoolean(), made.GetProperty("created_by").GetString()));
        var path = $"/api/v1/views/{made.GetProperty("id").GetString()}?project=shop";
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var changed = await server.JsonAsync("PATCH", path, """{"pinned":true}""", editor);
        Assert.Equal(("Scheduled", true), (changed.GetProperty("name").GetString(), changed.GetProperty("pinned").GetBoolean()));
        Assert.NotEqual(changed.GetProperty("created_at").GetString(), changed.GetProperty("updated_at").GetString());
        Assert.Equal(changed.GetRawText(), (await server.JsonAsync("GET", path, null, editor)).GetRawText());
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", path, null, editor));
        await server.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", path, null, editor);
        await server.RefusedAsync(HttpStatusCode.NotFound, "not_found", "PATCH", path, "{}", editor);
        await server.RefusedAsync(HttpStatusCode.NotFound, "not_found", "DELETE", path, null, editor);
    }

    [Fact]
    public async Task Views_are_the_projects_own_and_so_many()
    {
        await server.JsonAsync("POST", "/api/v1/views?project=shop", """{"name":"b","page":"explore","pinned":true}""", editor);
        var other = await server.JsonAsync("POST", "/api/v1/views?project=shop", """{"name":"a","page":"explore"}""", editor);
        await server.RefusedAsync(HttpStatusCode.Conflict, "limit_reached", "POST", "/api/v1/views?project=shop", """{"name":"c","page":"explore"}""", editor);
        Assert.Equal(["a", "b"], await NamesAsync("?project=shop"));
        Assert.Equal(["b"], await NamesAsync("?project=shop&pinned=true"));
        Assert.Equal(["a"], await NamesAsync("?project=shop&pinned=false"));
        Assert.Empty(await NamesAsync("?project=default"));
        await server.RefusedAsync(HttpStatusCode.NotFound, "not_found", "GET", $"/api/v1/views/{other.GetProperty("id").GetString()}?project=default", null, editor);
        await server.RefusedAsync(HttpStatusCode.BadRequest, "invalid_flag", "GET", "/api/v1/views?pinned=maybe", null, editor);
    }

    [Theory]
    [InlineData("""{"page":"images"}""", "invalid_value", "name")]
    [InlineData("""{"name":"  ","page":"images"}""", "invalid_value", "name")]
    [InlineData("""{"name":"a"}""", "invalid_value", "page")]
    [InlineData("""{"name":"a","page":"Images"}""", "invalid_value", "page")]
    [InlineData("""{"name":"a","page":"../etc"}""", "invalid_value", "page")]
    [InlineData("""{"name":"a","page":"images","query":"a\nb"}""", "invalid_value", "query")]
    [InlineData("""{"name":"a","page":"images","colour":"red"}""", "invalid_body", "colour")]
    public async Task What_is_no_view_is_refused(string body, string code, string field)
    {
        using var response = await server.SendAsync("POST", "/api/v1/views", body, editor);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
    }

    [Fact]
    public async Task A_query_has_a_bound()
    {
        await server.RefusedAsync(HttpStatusCode.BadRequest, "too_long", "POST", "/api/v1/views", $$"""{"name":"a","page":"images","query":"{{new string('x', 4097)}}"}""", editor);
        await server.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large", "POST", "/api/v1/views", $$"""{"name":"a","page":"images","query":"{{new string('x', 70_000)}}"}""", editor);
    }

    private async Task<IEnumerable<string?>> NamesAsync(string query) =>
        (await server.JsonAsync("GET", "/api/v1/views" + query, null, editor)).GetProperty("views").EnumerateArray().Select(view => view.GetProperty("name").GetString());
}
