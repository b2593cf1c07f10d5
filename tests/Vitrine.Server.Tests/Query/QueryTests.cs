using System.Net;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Query;

public sealed class QueryTests
{
    [Fact]
    public async Task A_question_reaches_the_store_and_its_answer_comes_back()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => CannedStore.Keys(query, ("scheduler", new MeasureSums { Count = 3 }), ("message_response", new MeasureSums { Count = 2 }));
        var text = await server.TextAsync("/api/v1/query?kind=image&by=source&from=2025-06-01&to=2025-06-03&interval=day&tz=Asia/Kolkata");
        Assert.Equal(
            """
            {"kind":"image","from":"2025-05-31T18:30:00Z","to":"2025-06-02T18:30:00Z","tz":"Asia/Kolkata","interval":"day","by":"source","total":{"count":5},
            "series":[{"key":"scheduler","label":"scheduler","total":{"count":3},"points":[{"t":"2025-05-31T18:30:00Z","count":3},{"t":"2025-06-01T18:30:00Z","count":3}]},
            {"key":"message_response","label":"message_response","total":{"count":2},"points":[{"t":"2025-05-31T18:30:00Z","count":2},{"t":"2025-06-01T18:30:00Z","count":2}]}]}
            """.ReplaceLineEndings(""), text);
        Assert.Equal(Dimension.Source, Assert.Single(server.Store.Queries).By);
    }

    [Fact]
    public async Task A_comparison_asks_about_the_range_before()
    {
        await using var server = await ReadingServer.StartAsync();
        var json = await server.JsonAsync("/api/v1/query?kind=any&measure=users&days=7&compare=previous");
        Assert.Equal("2025-06-05T00:00:00Z", json.GetProperty("compare").GetProperty("from").GetString());
        Assert.Equal(["2025-06-12T00:00:00Z", "2025-06-05T00:00:00Z"], server.Store.Queries.Select(query => FactTime.ToWire(query.From)));
    }

    [Fact]
    public async Task Everything_wrong_with_a_question_is_told_at_once()
    {
        await using var server = await ReadingServer.StartAsync();
        var json = await server.GetAsync("/api/v1/query?kind=image&measure=likes&by=mood");
        var text = await json.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Contains("\"code\":\"unknown_measure\"", text);
        Assert.Contains("\"field\":\"measure\"", text);
        Assert.Contains("\"errors\":[{\"code\":\"unknown_measure\"", text);
        Assert.Contains("{\"code\":\"unknown_dimension\",\"field\":\"by\"", text);
        Assert.Empty(server.Store.Queries);
    }

    [Fact]
    public async Task A_question_beyond_the_budget_says_what_to_narrow()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Fail = new QueryBudgetException("Ask for fewer days.");
        var problem = await server.ProblemAsync("/api/v1/query?kind=image&by=prompt", HttpStatusCode.UnprocessableEntity, "query_too_broad");
        Assert.Equal("Ask for fewer days.", problem.Detail);
    }

    [Fact]
    public async Task Limits_and_the_zone_of_days_are_options()
    {
        await using var server = await ReadingServer.StartAsync(("Query:MaxPoints", "10"), ("Projects:TimeZone", "Europe/Berlin"));
        await server.ProblemAsync("/api/v1/query?kind=image&interval=day", HttpStatusCode.BadRequest, "too_many_points");
        var json = await server.JsonAsync("/api/v1/query?kind=image&days=1");
        Assert.Equal("2025-06-17T22:00:00Z", json.GetProperty("from").GetString());
    }

    [Fact]
    public void A_zone_that_does_not_exist_stops_the_start()
    {
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(RunningServer.NewFolder(), ("Projects:TimeZone", "Mars/Base"))));
        Assert.Contains("Vitrine:Projects:TimeZone is wrong: name a time zone", error.Message);
    }

    [Fact]
    public async Task The_catalogue_lists_what_may_be_asked()
    {
        await using var server = await ReadingServer.StartAsync();
        var json = await server.JsonAsync("/api/v1/query/catalogue");
        Assert.Equal(7, json.GetProperty("kinds").GetArrayLength());
        Assert.Equal(10_000, json.GetProperty("limits").GetProperty("points").GetInt32());
    }

    [Fact]
    public async Task The_most_used_prompts_are_of_a_range()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Prompts = [new PromptCount("a castle, über alles", 12, 3)];
        Assert.Equal(
            """{"from":"2025-06-12T00:00:00Z","to":"2025-06-19T00:00:00Z","prompts":[{"prompt":"a castle, über alles","count":12,"users":3}]}""",
            await server.TextAsync("/api/v1/query/prompts?days=7&limit=100000"));
        Assert.Equal(500, (((long, long, int))Assert.Single(server.Store.Lists)).Item3);
    }

    [Fact]
    public async Task Retention_is_told_by_iso_weeks_up_to_the_current_one()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Answer = query => CannedStore.Same(query, new MeasureSums { Users = 10, NewUsers = 4 });
        var json = await server.JsonAsync("/api/v1/query/retention?weeks=2");
        Assert.Equal(
            """[{"t":"2025-06-09T00:00:00Z","users":10,"new_users":4,"returning_users":6},{"t":"2025-06-16T00:00:00Z","users":10,"new_users":4,"returning_users":6}]""",
            json.GetProperty("series")[0].GetProperty("points").GetRawText());
        Assert.Equal("2025-06-23T00:00:00Z", json.GetProperty("to").GetString());
    }

    [Theory]
    [InlineData("/api/v1/query?kind=image")]
    [InlineData("/api/v1/query/catalogue")]
    [InlineData("/api/v1/images")]
    [InlineData("/api/v1/users/ada")]
    [InlineData("/api/analytics/images")]
    [InlineData("/api/v1/analytics/summary")]
    public async Task Reading_needs_a_key(string path)
    {
        await using var server = await ReadingServer.StartAsync();
        using var response = await server.GetWithoutKeyAsync(path);
        await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
    }
}
