using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Search;

public sealed class SearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_found_by_its_id()
    {
        await using var server = await FilledAsync();
        var store = (IEntityStore)await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancellation);
        await store.PutJobAsync(new ImageJob { Id = "the-id", Status = JobStatus.Running, UserId = "ada", Prompt = "a job's prompt", CreatedAt = 1, UpdatedAt = 2 }, Cancellation);
        await server.TrackAsync(
            Some.Image().Named("the-id").At(LivingServer.Now), Some.Message().Named("the-id").With("text", "hello").With("conversation_id", "the-id").At(LivingServer.Now),
            Some.Activity().Named("the-id").At(LivingServer.Now), Some.ApiCall().Named("the-id").At(LivingServer.Now), Some.Command().Named("the-id").By("the-id").At(LivingServer.Now));
        var found = await FindAsync(server, "the-id");
        Assert.Equal(
            ["image: a castle by the sea", "message: hello", "activity: login", "api_call: GET /conversations/", "command: imagine", "conversation: the-id",
                "job: a job's prompt", "user: the-id"],
            found.Select(result => $"{Text(result, "type")}: {Text(result, "title")}"));
        Assert.All(found, result => Assert.Equal(("the-id", "id", null), (Text(result, "id"), Text(result, "match"), Text(result, "snippet"))));
        Assert.Equal("2025-06-18T10:20:30Z", Text(found[0], "timestamp"));
    }

    [Fact]
    public async Task Ids_come_first_then_users_then_texts_and_each_once()
    {
        await using var server = await FilledAsync();
        await server.TrackAsync(
            Some.Image().Named("castle").By("u1").With("username", "Castellan").With("prompt", "castle, the newest").At(LivingServer.Now),
            Some.Message().Named("m1").By("u2").With("username", "castle").With("text", "no castle here").At(LivingServer.Now.AddMinutes(-1)),
            Some.Image().Named("i1").By("castle-3").With("prompt", "an old castle").At(LivingServer.Now.AddMinutes(-2)),
            Some.Image().Named("i2").By("u1").With("prompt", "a red fox").At(LivingServer.Now));
        await CaughtUpAsync(server);
        var found = await FindAsync(server, "castle");
        Assert.Equal(
            ["image castle id", "user u2 name", "user castle-3 id", "message m1 text", "image i1 text"],
            found.Where(result => Text(result, "id") is "castle" or "u2" or "castle-3" or "m1" or "i1")
                .Select(result => $"{Text(result, "type")} {Text(result, "id")} {Text(result, "match")}"));
        Assert.DoesNotContain(found, result => Text(result, "id") == "i2");
        Assert.Equal(("u1", "Castellan"), (Text(found[0], "user_id"), Text(found[0], "username")));
        Assert.Equal("no castle here", Text(found.Single(result => Text(result, "id") == "m1"), "snippet"));
        Assert.Equal(2, (await FindAsync(server, "castle", "&limit=2")).Count);
        Assert.Equal("u2", Text((await FindAsync(server, "@CASTLE"))[0], "id"));
    }

    [Fact]
    public async Task Users_leave_half_of_the_room_to_texts()
    {
        await using var server = await FilledAsync();
        await server.TrackAsync(Enumerable.Range(0, 9).Select(index => Some.Image().By($"u{index}").With("username", $"moon {index}").With("prompt", index < 7 ? "two moons, one moon" : "a fox").At(LivingServer.Now)));
        await CaughtUpAsync(server);
        Assert.Equal((5, 5), Count(await FindAsync(server, "moon", "&limit=10")));
        Assert.Equal((9, 7), Count(await FindAsync(server, "moon")));
        Assert.Equal((5, 0), Count(await FindAsync(server, "moo", "&limit=5")));

        static (int Users, int Images) Count(List<JsonElement> found) =>
            (found.Count(result => Text(result, "type") == "user"), found.Count(result => Text(result, "type") == "image"));
    }

    [Fact]
    public async Task An_app_key_finds_what_is_its_users_only()
    {
        await using var server = await FilledAsync();
        await server.TrackAsync(new[] { "ada", "bob" }.SelectMany(user => new[]
        {
            Some.Image().Named($"i-{user}").By(user).With("username", $"{user} castle").At(LivingServer.Now),
            Some.Message().Named($"m-{user}").By(user).With("text", "my castle").With("conversation_id", $"c-{user}").At(LivingServer.Now),
        }));
        await CaughtUpAsync(server);
        var key = await server.Server.NewKeyAsync(KeyKind.App);
        foreach (var q in new[] { "castle", "ada", "bob", "i-bob", "m-bob", "c-bob", "c-ada" })
        {
            var found = (await AsAdaAsync(q)).GetProperty("results").EnumerateArray().ToList();
            Assert.All(found, result => Assert.Equal("ada", Text(result, "user_id")));
            Assert.Equal(!q.Contains("bob", StringComparison.Ordinal), found.Count > 0);
        }

        async Task<JsonElement> AsAdaAsync(string q)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.Address, "/api/v1/search?q=" + q)) { Headers = { { "X-Api-Key", key }, { "X-End-User", "ada" } } };
            using var answer = await server.Server.Anonymous.SendAsync(request, Cancellation);
            return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData("", "missing_parameter", "q")]
    [InlineData("?q=%20%20", "missing_parameter", "q")]
    [InlineData("?q=x&limit=many", "invalid_number", "limit")]
    [InlineData("?q=x&page=2", "unknown_parameter", "page")]
    public async Task What_search_does_not_take_is_refused(string query, string code, string field)
    {
        await using var server = await ReadingServer.StartAsync();
        Assert.Equal(field, (await server.ProblemAsync("/api/v1/search" + query, HttpStatusCode.BadRequest, code)).Field);
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("&limit=0", 1)]
    [InlineData("&limit=1000", 100)]
    public async Task Nothing_is_counted_and_the_limit_is_clamped(string query, int limit)
    {
        await using var server = await ReadingServer.StartAsync();
        var answer = await server.JsonAsync("/api/v1/search?q=castle" + query);
        Assert.True(answer.GetProperty("is_complete").GetBoolean());
        Assert.Equal([limit, limit], server.Store.Lists.OfType<FactListQuery>().Select(asked => asked.PerPage));
        Assert.All(server.Store.Lists.OfType<FactListQuery>(), asked => Assert.False(asked.CountTotal));
        Assert.All(server.Store.Lists.OfType<UserListQuery>(), asked => Assert.False(asked.CountTotal));
        server.Store.NextCursor = "on";
        Assert.False((await server.JsonAsync("/api/v1/search?q=castle")).GetProperty("is_complete").GetBoolean());
        server.Store.Fail = new QueryBudgetException("Too broad.");
        await server.ProblemAsync("/api/v1/search?q=castle", HttpStatusCode.UnprocessableEntity, "query_too_broad");
    }

    private static Task<LivingServer> FilledAsync() => LivingServer.StartAsync(("Storage:TailMilliseconds", "10"));

    private static async Task<List<JsonElement>> FindAsync(LivingServer server, string q, string more = "")
    {
        var answer = await server.JsonAsync($"/api/v1/search?q={Uri.EscapeDataString(q)}{more}");
        Assert.True(answer.GetProperty("is_complete").GetBoolean());
        return [.. answer.GetProperty("results").EnumerateArray()];
    }

    private static string? Text(JsonElement result, string member) => result.GetProperty(member).GetString();

    /// <summary>The index follows on a thread of its own: real time passes, within a deadline.</summary>
    private static async Task CaughtUpAsync(LivingServer server)
    {
        var store = await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancellation);
        var waited = Stopwatch.StartNew();
        while ((await store.GetStatusAsync(Cancellation)).SearchLag > 0) Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "search has not caught up within ten seconds");
    }
}
