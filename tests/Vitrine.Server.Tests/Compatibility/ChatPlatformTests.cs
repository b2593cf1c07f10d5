using System.Net;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Compatibility;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Compatibility;

public sealed class ChatPlatformTests
{
    private const string Base = "/api/v1/analytics";

    // A figure of each kind that no other figure can be mistaken for.
    private static StatResult Figures(StatQuery query) => CannedStore.Same(query, query.Kind switch
    {
        FactKind.Image => new MeasureSums { Count = 30, Errors = 3, DurationCount = 2, DurationSum = 9_000_000, Cost = 2_000_000_000 },
        FactKind.Message => new MeasureSums { Count = 40, InputTokens = 100, OutputTokens = 50, DurationCount = 4, DurationSum = 5_000_000, Cost = 500_000_000 },
        FactKind.ApiCall => new MeasureSums { Count = 50, Errors = 5, DurationCount = 10, DurationSum = 1_000_000, Cost = 1 },
        FactKind.Command => new MeasureSums { Count = 60, Errors = 6 },
        FactKind.Conversation => new MeasureSums { Count = 20 },
        null => new MeasureSums { Users = 12, NewUsers = 7 },
        _ => new MeasureSums(),
    });

    [Fact]
    public async Task The_summary_is_of_everything()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = Figures;
        Assert.Equal(
            """
            {"total_users":12,"active_users_today":12,"new_users_today":7,"total_conversations":20,"total_messages":40,"total_tokens":150,
            "total_api_calls":50,"total_images":30,"total_commands":60,"avg_response_time":1.25,"avg_api_response_time":0.1,"error_count":14,
            "total_cost":2.500000001}
            """.ReplaceLineEndings(""), await server.TextAsync($"{Base}/summary?tz=Europe/Berlin"));
        var today = Assert.Single(server.Store.Queries, query => query.Measures.Contains(Measure.NewUsers));
        Assert.Equal(("2025-06-17T22:00:00Z", "2025-06-18T22:00:00Z"), (FactTime.ToWire(today.From), FactTime.ToWire(today.To)));
        Assert.All(server.Store.Queries.Where(query => query != today), query => Assert.Equal(FactTime.Earliest, query.From));
        Assert.All(server.Store.Queries.Where(query => query != today), query => Assert.True(query.To > today.From + FactTime.MaxAhead));
    }

    [Fact]
    public async Task The_summary_of_a_range_stands_beside_the_one_before()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => CannedStore.Same(query, new MeasureSums { Count = query.From < 1_749_686_400_000_000 ? 1 : 2 });
        var json = await server.JsonAsync($"{Base}/summary?days=7");
        Assert.Equal((2, 1), (json.GetProperty("total_images").GetInt64(), json.GetProperty("previous").GetProperty("total_images").GetInt64()));
        Assert.False(json.GetProperty("previous").TryGetProperty("previous", out _));
        Assert.Equal(
            ["2025-06-11T00:00:00Z", "2025-06-18T00:00:00Z"],
            server.Store.Queries.Where(query => query.Measures.Contains(Measure.NewUsers)).Select(query => FactTime.ToWire(query.From)).Order());
    }

    [Fact]
    public async Task Daily_statistics_carry_the_columns_of_both_apps()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => query.By switch
        {
            Dimension.Command => CannedStore.Keys(query, [.. Enumerable.Range(1, 7).Select(count => ((string?)$"c{count}", new MeasureSums { Count = count })), (null, new MeasureSums { Count = 99 })]),
            Dimension.Resolution => CannedStore.Keys(query, ("1024x1024", new MeasureSums { Count = 3 }), ("512x512", new MeasureSums())),
            _ => Figures(query),
        };
        var days = await server.TextAsync($"{Base}/daily-stats?days=2&tz=Asia/Kolkata");
        const string figures =
            """
            "active_users":12,"new_users":7,"total_conversations":20,"total_messages":40,"total_api_calls":50,"total_commands":60,"total_images":30,
            "unique_users":12,"avg_response_time":1.25,"avg_generation_time":4.5,"error_count":14,
            "popular_commands":{"c7":7,"c6":6,"c5":5,"c4":4,"c3":3},"popular_resolutions":{"1024x1024":3}}
            """;
        Assert.Equal(
            $$"""
            [{"date":"2025-06-17","total_users":14,{{figures}},
            {"date":"2025-06-18","total_users":21,{{figures}}]
            """.ReplaceLineEndings(""), days);
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("?days=0", 1)]
    [InlineData("?days=100000", 3660)]
    [InlineData("?from=2025-06-01&to=2025-06-04", 3)]
    public async Task Daily_statistics_are_of_as_many_days_as_asked(string query, int days)
    {
        await using var server = await ReadingServer.StartAsync();
        Assert.Equal(days, (await server.JsonAsync($"{Base}/daily-stats{query}")).GetArrayLength());
    }

    [Fact]
    public async Task Activities_are_the_tables_rows()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts =
        [
            ReadingServer.Fact(FactKind.Activity, "a1", "2025-06-18T01:02:03Z", ("user_id", "user123"), ("username", "ada"), ("activity_type", "login"),
                ("ip_address", "10.0.0.1"), ("extra_data", """{"via":"web"}""")),
        ];
        server.Store.NextCursor = "next";
        using var response = await server.GetAsync($"{Base}/users/activities?limit=1&user_id=user123");
        Assert.Equal(
            """
            [{"id":"a1","user_id":"user123","username":"ada","activity_type":"login","timestamp":"2025-06-18T01:02:03Z","ip_address":"10.0.0.1",
            "user_agent":null,"extra_data":{"via":"web"}}]
            """.ReplaceLineEndings(""), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("X-Total-Count")));
        Assert.Equal($"<{Base}/users/activities?limit=1&user_id=user123&cursor=next>; rel=\"next\"", Assert.Single(response.Headers.GetValues("Link")));
        var query = Assert.IsType<FactListQuery>(Assert.Single(server.Store.Lists));
        Assert.Equal(("user123", 1), (query.UserId, query.PerPage));
    }

    [Theory]
    [InlineData("", "activity_count", FactKind.Activity)]
    [InlineData("by=images", "image_count", FactKind.Image)]
    [InlineData("by=messages", "message_count", FactKind.Message)]
    [InlineData("by=commands", "command_count", FactKind.Command)]
    public async Task Top_users_are_ranked(string by, string name, FactKind kind)
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Users = [new("1", "ada", null, 0, 0, new Dictionary<FactKind, long>(), 0, 0)];
        server.Store.Answer = query => CannedStore.Keys(query,
            (null, new MeasureSums { Count = 9 }), ("1", new MeasureSums { Count = 5 }), ("2", new MeasureSums { Count = 3 }), ("3", new MeasureSums { Count = 1 }));
        Assert.Equal(
            $$"""[{"rank":1,"user_id":"1","username":"ada","{{name}}":5},{"rank":2,"user_id":"2","username":null,"{{name}}":3}]""",
            await server.TextAsync($"{Base}/users/top?limit=2&{by}"));
        var query = Assert.Single(server.Store.Queries);
        Assert.Equal((kind, Dimension.User, 3), (query.Kind!.Value, query.By, query.Top!.Value));
    }

    [Fact]
    public async Task Cost_and_tokens_rank_users_too()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => query.Kind == FactKind.Image
            ? CannedStore.Keys(query, ("1", new MeasureSums { Cost = 1_000_000_000 }), ("2", new MeasureSums { Cost = 900_000_000 }))
            : CannedStore.Keys(query, ("2", new MeasureSums { Cost = 100_000_001, InputTokens = 4, OutputTokens = 1 }), ("3", new MeasureSums()));
        Assert.Equal(
            """[{"rank":1,"user_id":"2","username":null,"total_cost":1.100000002},{"rank":2,"user_id":"1","username":null,"total_cost":1}]""",
            await server.TextAsync($"{Base}/users/top?by=cost"));
        Assert.Equal("""[{"rank":1,"user_id":"2","username":null,"total_tokens":5}]""", await server.TextAsync($"{Base}/users/top?by=tokens&days=7"));
        await server.ProblemAsync($"{Base}/users/top?by=charm", HttpStatusCode.BadRequest, "unknown_value");
    }

    [Fact]
    public async Task Users_may_be_only_the_active_ones()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Users = [new("1", "ada", null, 0, 1_000_000, new Dictionary<FactKind, long> { [FactKind.Message] = 4 }, 8, 0)];
        var user = (await server.JsonAsync($"{Base}/users/list"))[0];
        Assert.Equal((false, 4, 8), (user.GetProperty("is_active").GetBoolean(), user.GetProperty("message_count").GetInt32(), user.GetProperty("total_tokens").GetInt32()));
        await server.TextAsync($"{Base}/users/list?active_only=true&page=2");
        var queries = server.Store.Lists.Cast<UserListQuery>().ToList();
        Assert.Null(queries[0].ActiveSince);
        Assert.Equal(("2025-05-20T00:00:00Z", 2), (FactTime.ToWire(queries[1].ActiveSince!.Value), queries[1].Page));
        await server.ProblemAsync($"{Base}/users/list?active_only=perhaps", HttpStatusCode.BadRequest, "invalid_flag");
    }

    [Fact]
    public async Task Conversations_are_those_of_a_user()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Conversations = [new("talk-1", "user123", "ada", "active", 0, 0, 4, 30, 12, 2, 3_000_000, 0, null)];
        var conversation = (await server.JsonAsync($"{Base}/conversations?user_id=user123"))[0];
        Assert.Equal((4, 42, 1.5), (conversation.GetProperty("message_count").GetInt32(), conversation.GetProperty("total_tokens").GetInt32(), conversation.GetProperty("avg_response_time").GetDouble()));
        Assert.Equal("user123", Assert.IsType<ConversationListQuery>(Assert.Single(server.Store.Lists)).UserId);
    }

    [Fact]
    public async Task Api_usage_has_statistics_by_endpoint_and_the_latest_calls()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => CannedStore.Keys(query,
            ("GET /conversations/", new MeasureSums { Count = 4, Errors = 1, DurationCount = 4, DurationSum = 2_000_000, DurationMax = 900_000 }),
            ("POST /conversations/", new MeasureSums { Count = 1 }), ("GET /users/{id}", new MeasureSums { Count = 2 }));
        server.Store.Facts =
        [
            ReadingServer.Fact(FactKind.ApiCall, "c1", "2025-06-18T01:02:03Z", ("endpoint", "/conversations/"), ("method", "GET"), ("status_code", 200L), ("response_time", 250_000L)),
        ];
        var all = await server.JsonAsync($"{Base}/api-usage");
        Assert.Equal((7, 3), (all.GetProperty("total_calls").GetInt32(), all.GetProperty("endpoints").GetArrayLength()));

        Assert.Equal(
            """
            {"total_calls":5,"error_count":1,"error_rate":0.2,"avg_response_time":0.5,"p95_response_time":null,"max_response_time":0.9,"endpoints":[
            {"endpoint":"/conversations/","method":"GET","total_calls":4,"error_count":1,"error_rate":0.25,"avg_response_time":0.5,"p95_response_time":null,"max_response_time":0.9},
            {"endpoint":"/conversations/","method":"POST","total_calls":1,"error_count":0,"error_rate":0,"avg_response_time":null,"p95_response_time":null,"max_response_time":null}],
            "calls":[{"id":"c1","endpoint":"/conversations/","method":"GET","user_id":null,"status_code":200,"response_time":0.25,"timestamp":"2025-06-18T01:02:03Z"}]}
            """.ReplaceLineEndings(""), await server.TextAsync($"{Base}/api-usage?endpoint=/conversations/&limit=5"));
        var list = Assert.IsType<FactListQuery>(server.Store.Lists.Last());
        Assert.Equal(["GET /conversations/", "POST /conversations/"], Assert.Single(list.Filters).Values);

        Assert.Equal("[]", (await server.JsonAsync($"{Base}/api-usage?endpoint=/nowhere&user_id=1")).GetProperty("calls").GetRawText());
        Assert.Equal(Dimension.User, Assert.Single(server.Store.Queries.Last().Filters).Dimension);
    }

    [Theory]
    [InlineData("GET /users/{id}", "/users/{id}", true)]
    [InlineData("GET /users/{id}", "/users/42?verbose=1", true)]
    [InlineData("GET /users/{id}", "get /users/42", true)]
    [InlineData("GET /users/{id}", "POST /users/42", false)]
    [InlineData("GET /users/{id}", "/users", false)]
    [InlineData(null, "/users", false)]
    public void An_endpoint_is_known_by_its_path_or_template(string? key, string asked, bool same) =>
        Assert.Equal(same, ChatPlatform.IsEndpoint(key, asked));

    [Fact]
    public async Task An_option_switches_the_paths_off()
    {
        await using var server = await ReadingServer.StartAsync(("Compatibility:ChatPlatform", "false"));
        await server.ProblemAsync($"{Base}/summary", HttpStatusCode.NotFound, "not_found");
        await server.TextAsync("/api/analytics/images");
    }
}
