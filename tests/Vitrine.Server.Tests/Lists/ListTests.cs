using System.Net;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Lists;

public sealed class ListTests
{
    [Theory]
    [InlineData("images", "images", FactKind.Image)]
    [InlineData("messages", "messages", FactKind.Message)]
    [InlineData("activities", "activities", FactKind.Activity)]
    [InlineData("api-calls", "api_calls", FactKind.ApiCall)]
    [InlineData("commands", "commands", FactKind.Command)]
    public async Task Each_kind_has_its_list_and_each_fact_its_address(string path, string items, FactKind kind)
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts = [ReadingServer.Fact(kind, "a/b c", "2025-06-18T01:02:03Z", ("user_id", "ada"))];
        server.Store.NextCursor = "next";
        var page = await server.JsonAsync($"/api/v1/{path}");
        Assert.Equal(
            [items, "total", "total_is_exact", "page", "per_page", "total_pages", "next_cursor"], page.EnumerateObject().Select(member => member.Name));
        var fact = Assert.Single(page.GetProperty(items).EnumerateArray());
        Assert.Equal(("a/b c", kind.WireName()), (fact.GetProperty("id").GetString(), fact.GetProperty("kind").GetString()));
        Assert.Equal("next", page.GetProperty("next_cursor").GetString());
        Assert.Equal(100, page.GetProperty("per_page").GetInt32());

        var found = await server.JsonAsync($"/api/v1/{path}/a%2Fb%20c");
        Assert.Equal(fact.GetRawText(), found.GetRawText());
        await server.ProblemAsync($"/api/v1/{path}/nobody", HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_list_is_filtered_by_every_dimension_of_its_kind()
    {
        await using var server = await ReadingServer.StartAsync();
        await server.TextAsync("/api/v1/images?style=noir,anime&persona_id=p1&source=scheduler&lora=x&user_id=42&user=ada&q=cast*"
            + "&from=2025-06-01&to=2025-06-02T12:00:00%2B02:00&tz=Europe/Berlin&page=3&per_page=9999&project=default");
        var query = Assert.IsType<FactListQuery>(Assert.Single(server.Store.Lists));
        Assert.Equal(
            [Dimension.Source, Dimension.Persona, Dimension.Style, Dimension.Lora], query.Filters.Select(filter => filter.Dimension));
        Assert.Equal(["noir", "anime"], query.Filters[2].Values);
        Assert.Equal(("42", "ada", "cast*"), (query.UserId, query.User, query.Search));
        Assert.Equal(("2025-05-31T22:00:00Z", "2025-06-02T10:00:00Z"), (FactTime.ToWire(query.From!.Value), FactTime.ToWire(query.To!.Value)));
        Assert.Equal((3, 500), (query.Page, query.PerPage));

        await server.TextAsync("/api/v1/messages?conversation_id=talk-1&role=user&cursor=abc");
        query = Assert.IsType<FactListQuery>(server.Store.Lists.Last());
        Assert.Equal(("talk-1", "abc"), (query.ConversationId, query.Cursor));
    }

    [Theory]
    [InlineData("/api/v1/images?source=cron", "unknown_value", "source")]
    [InlineData("/api/v1/images?role=user", "unknown_parameter", "role")]
    [InlineData("/api/v1/images?conversation_id=1", "unknown_parameter", "conversation_id")]
    [InlineData("/api/v1/images?from=soon", "invalid_time", "from")]
    [InlineData("/api/v1/images?from=2025-06-02&to=2025-06-01", "empty_range", "from")]
    [InlineData("/api/v1/images?page=two", "invalid_number", "page")]
    [InlineData("/api/v1/images?tz=Nowhere", "unknown_time_zone", "tz")]
    [InlineData("/api/v1/images?style=", "missing_value", "style")]
    [InlineData("/api/v1/api-calls?status_class=9xx", "unknown_value", "status_class")]
    [InlineData("/api/v1/conversations?status=asleep", "unknown_value", "status")]
    [InlineData("/api/v1/users?active_since=soon", "invalid_time", "active_since")]
    [InlineData("/api/v1/users?name=ada", "unknown_parameter", "name")]
    public async Task What_a_list_does_not_take_is_refused(string path, string code, string field)
    {
        await using var server = await ReadingServer.StartAsync();
        var problem = await server.ProblemAsync(path, HttpStatusCode.BadRequest, code);
        Assert.Equal(field, problem.Field);
        Assert.Empty(server.Store.Lists);
    }

    [Theory]
    [InlineData("page=0&per_page=0", 1, 1)]
    [InlineData("page=-7&per_page=-7", 1, 1)]
    [InlineData("page=99999999999&per_page=99999999999", int.MaxValue, 500)]
    public async Task Lengths_are_clamped(string query, int page, int perPage)
    {
        await using var server = await ReadingServer.StartAsync();
        await server.TextAsync("/api/v1/images?" + query);
        var asked = Assert.IsType<FactListQuery>(Assert.Single(server.Store.Lists));
        Assert.Equal((page, perPage), (asked.Page, asked.PerPage));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Fail = new InvalidCursorException();
        var problem = await server.ProblemAsync("/api/v1/images?cursor=made-up", HttpStatusCode.BadRequest, "invalid_cursor");
        Assert.Equal("cursor", problem.Field);
    }

    [Fact]
    public async Task Conversations_come_with_their_counters()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Conversations =
            [new("talk-1", "42", "ada", "ended", 0, 1_000_000, 4, 30, 12, 2, 3_000_000, 5_000_000, """{"topic":"castles"}""")];
        var conversation =
            """
            {"conversation_id":"talk-1","user_id":"42","username":"ada","status":"ended","created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:01Z",
            "message_count":4,"total_tokens":42,"input_tokens":30,"output_tokens":12,"avg_response_time":1.5,"total_cost":0.005,"meta":{"topic":"castles"}}
            """.ReplaceLineEndings("");
        Assert.Equal(
            $$"""{"conversations":[{{conversation}}],"total":1,"total_is_exact":true,"page":1,"per_page":100,"total_pages":1,"next_cursor":null}""",
            await server.TextAsync("/api/v1/conversations"));
        Assert.Equal(conversation, await server.TextAsync("/api/v1/conversations/talk-1"));
        await server.ProblemAsync("/api/v1/conversations/talk-2", HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Users_come_with_what_they_did()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Users = [new("42", "ada", "Ada", 0, 1_000_000, new Dictionary<FactKind, long> { [FactKind.Image] = 7 }, 99, 250_000_000)];
        Assert.Equal(
            """
            {"user_id":"42","username":"ada","first_name":"Ada","first_seen":"1970-01-01T00:00:00Z","last_seen":"1970-01-01T00:00:01Z",
            "image_count":7,"message_count":0,"activity_count":0,"api_call_count":0,"command_count":0,"total_tokens":99,"total_cost":0.25}
            """.ReplaceLineEndings(""),
            await server.TextAsync("/api/v1/users/42"));
        await server.TextAsync("/api/v1/users?q=ad&active_since=2025-06-01");
        Assert.Equal("ad", Assert.IsType<UserListQuery>(Assert.Single(server.Store.Lists)).Search);
    }
}
