using System.Net;
using Vitrine.Core.Query;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Compatibility;

public sealed class DiscordBotTests
{
    private const string Base = "/api/v1/analytics";

    public static TheoryData<string> Paths => ["commands/stats", "images/stats", "users/stats", "bot/summary", "embed"];

    [Fact]
    public async Task Users_of_a_command_are_unknown_where_counting_them_is_beyond_the_budget()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => query is { By: Dimension.Command, Measures: [Measure.Users] }
            ? throw new QueryBudgetException("too many")
            : CannedStore.Keys(query, ("imagine", new MeasureSums { Count = 4, Errors = 1 }));
        var stats = await server.JsonAsync($"{Base}/commands/stats?days=1");
        Assert.Equal(
            """[{"command_name":"imagine","count":4,"success_rate":0.75,"avg_execution_time":null,"unique_users":null}]""",
            stats.GetProperty("popular_commands").GetRawText());
    }

    [Fact]
    public async Task A_question_beyond_the_budget_is_a_problem_otherwise()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => query.By == Dimension.Guild ? throw new QueryBudgetException("too many") : CannedStore.Same(query, new MeasureSums());
        await server.ProblemAsync($"{Base}/commands/stats", HttpStatusCode.UnprocessableEntity, "query_too_broad");
    }

    [Fact]
    public async Task Every_question_is_of_the_asked_range_and_guild()
    {
        await using var server = await ReadingServer.StartAsync();
        await server.TextAsync($"{Base}/commands/stats?from=2025-06-01&to=2025-06-04&tz=Europe/Berlin&guild_id=g1,g2&channel_id=c1");
        Assert.NotEmpty(server.Store.Queries);
        Assert.All(server.Store.Queries, query =>
        {
            Assert.Equal((1_748_728_800_000_000, 1_748_988_000_000_000), (query.From, query.To));
            Assert.Equal([(Dimension.Guild, "g1 g2"), (Dimension.Channel, "c1")], query.Filters.Select(filter => (filter.Dimension, string.Join(' ', filter.Values))));
        });
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("?days=0", 1)]
    [InlineData("?days=100000", 3660)]
    public async Task Days_are_clamped(string query, int days)
    {
        await using var server = await ReadingServer.StartAsync();
        foreach (var path in new[] { "commands/stats", "images/stats", "users/stats" })
        {
            var stats = await server.JsonAsync($"{Base}/{path}{query}");
            Assert.Equal((days, days), (stats.GetProperty("days").GetInt32(), stats.GetProperty("by_day").GetArrayLength()));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_cannot_be_read_is_a_problem(string path)
    {
        await using var server = await ReadingServer.StartAsync();
        await server.ProblemAsync($"{Base}/{path}?days=many", HttpStatusCode.BadRequest, "invalid_number");
        await server.ProblemAsync($"{Base}/{path}?tz=Atlantis", HttpStatusCode.BadRequest, "unknown_time_zone");
        await server.ProblemAsync($"{Base}/{path}?from=2025-06-02&to=2025-06-01", HttpStatusCode.BadRequest, "empty_range");
        using var stranger = await server.GetWithoutKeyAsync($"{Base}/{path}");
        await ProblemBody.AssertAsync(stranger, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_option_switches_the_paths_off(string path)
    {
        await using var server = await ReadingServer.StartAsync(("Compatibility:DiscordBot", "false"));
        await server.ProblemAsync($"{Base}/{path}", HttpStatusCode.NotFound, "not_found");
        await server.TextAsync($"{Base}/summary");
    }
}
