using System.Globalization;
using System.Net;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Query;

/// <summary>Questions and lists from the request to the file and back.</summary>
public sealed class LivingQueryTests
{
    private static readonly string[] Users = ["1001", "1002", "ada", "bob", "eve"];
    private static readonly string[] Styles = ["noir", "oil, dark", "anime"];

    [Fact]
    public async Task Numbers_are_those_of_the_facts_that_were_sent()
    {
        await using var server = await LivingServer.StartAsync();
        var images = Images(400);
        await server.TrackAsync(images);

        var from = new DateTimeOffset(2025, 6, 10, 22, 0, 0, TimeSpan.Zero);
        var asked = images.Where(image => At(image) >= from && At(image) < from.AddDays(7)).ToList();
        var answer = await server.JsonAsync(
            "/api/v1/query?kind=image&measure=count,errors,sum.duration,max.duration,cost,bytes&by=style&interval=day&from=2025-06-11&to=2025-06-18&tz=Europe/Berlin");
        Same(answer.GetProperty("total"), asked);
        var series = answer.GetProperty("series").EnumerateArray().ToDictionary(one => one.GetProperty("key").GetString()!);
        Assert.Equal(asked.Select(image => image.Text("style")!).Distinct().Order(), series.Keys.Order());
        foreach (var (style, one) in series)
        {
            var own = asked.Where(image => image.Text("style") == style).ToList();
            Same(one.GetProperty("total"), own);
            var points = one.GetProperty("points").EnumerateArray().ToList();
            Assert.Equal(7, points.Count);
            foreach (var point in points)
            {
                var start = point.GetProperty("t").GetDateTimeOffset();
                Same(point, [.. own.Where(image => At(image) >= start && At(image) < start.AddDays(1))]);
            }
        }

        var filtered = await server.JsonAsync(
            @"/api/v1/query?kind=image&measure=count,users&filter.style=oil\,%20dark&filter.user=ada,bob&from=2025-06-11T01:30&to=2025-06-15T09:45:10.5&compare=previous");
        var (start2, end2) = (new DateTimeOffset(2025, 6, 11, 1, 30, 0, TimeSpan.Zero), new DateTimeOffset(2025, 6, 15, 9, 45, 10, 500, TimeSpan.Zero));
        SameUsers(filtered, start2, end2);
        SameUsers(filtered.GetProperty("compare"), start2 - (end2 - start2), start2);

        void SameUsers(JsonElement json, DateTimeOffset start, DateTimeOffset end)
        {
            var own = images
                .Where(image => At(image) >= start && At(image) < end && image.Text("style") == "oil, dark" && (image.UserId is "ada" or "bob")).ToList();
            Assert.Equal(own.Count, json.GetProperty("total").GetProperty("count").GetInt32());
            Assert.Equal(own.Select(image => image.UserId).Distinct().Count(), json.GetProperty("total").GetProperty("users").GetInt32());
        }
    }

    [Fact]
    public async Task A_top_adds_up_with_the_rest()
    {
        await using var server = await LivingServer.StartAsync();
        var images = Images(300);
        await server.TrackAsync(images);
        var answer = await server.JsonAsync("/api/v1/query?kind=image&by=user&top=2");
        var counts = images.GroupBy(image => image.UserId!).Select(group => group.Count()).OrderDescending().ToList();
        var series = answer.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal([counts[0], counts[1], counts.Skip(2).Sum()], series.Select(one => one.GetProperty("total").GetProperty("count").GetInt32()));
        Assert.Equal((true, "(other)"), (series[2].GetProperty("is_other").GetBoolean(), series[2].GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&style=noir,anime&user=ada")]
    [InlineData("&from=2025-06-05&to=2025-06-12&source=message_response")]
    public async Task Pages_and_cursors_walk_the_same_list(string filter)
    {
        await using var server = await LivingServer.StartAsync();
        await server.TrackAsync(Images(230));
        var whole = await server.JsonAsync("/api/v1/images?per_page=500" + filter);
        var ids = whole.GetProperty("images").EnumerateArray().Select(Id).ToList();
        Assert.Equal(ids.Count, whole.GetProperty("total").GetInt32());
        Assert.NotEmpty(ids);

        var paged = new List<string>();
        var followed = new List<string>();
        string? cursor = null;
        for (var page = 1; page <= (ids.Count + 6) / 7; page++)
        {
            paged.AddRange((await server.JsonAsync($"/api/v1/images?per_page=7&page={page}{filter}")).GetProperty("images").EnumerateArray().Select(Id));
            var next = await server.JsonAsync($"/api/v1/images?per_page=7{filter}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            followed.AddRange(next.GetProperty("images").EnumerateArray().Select(Id));
            cursor = next.GetProperty("next_cursor").GetString();
        }
        Assert.Null(cursor);
        Assert.Equal(ids, paged);
        Assert.Equal(ids, followed);
    }

    [Theory]
    [InlineData(FactKind.Image, "images")]
    [InlineData(FactKind.Message, "messages")]
    [InlineData(FactKind.Activity, "activities")]
    [InlineData(FactKind.ApiCall, "api-calls")]
    [InlineData(FactKind.Command, "commands")]
    public async Task A_fact_comes_back_with_what_was_sent(FactKind kind, string path)
    {
        await using var server = await LivingServer.StartAsync();
        var fact = Some.Fact(kind).At(LivingServer.Now).With("username", "Ада").With("first_name", "A. \"L\"").With("meta", """{"is_auto_followup":true,"n":[1,2.50]}""");
        await server.TrackAsync(fact);
        var json = await server.JsonAsync($"/api/v1/{path}/{fact.Id}");
        using var sent = JsonDocument.Parse(Wire.Json(fact));
        foreach (var member in sent.RootElement.EnumerateObject().Where(member => member.Name is not "timestamp"))
        {
            Assert.True(JsonElement.DeepEquals(member.Value, json.GetProperty(member.Name)), $"{member.Name}: {json.GetProperty(member.Name)}");
        }
        Assert.Equal("2025-06-18T10:20:30Z", json.GetProperty("created_at").GetString());
    }

    [Theory]
    [InlineData("/api/v1/images?cursor=made-up")]
    [InlineData("/api/v1/users?cursor=made-up")]
    [InlineData("/api/v1/conversations?cursor=made-up")]
    public async Task A_cursor_that_no_list_gave_out_is_refused(string path)
    {
        await using var server = await LivingServer.StartAsync();
        using var response = await server.GetAsync(path);
        await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, "invalid_cursor");
    }

    [Fact]
    public async Task Repeats_prompts_and_retention_are_answered()
    {
        await using var server = await LivingServer.StartAsync();
        var week = LivingServer.Now.AddDays(-7);
        await server.TrackAsync(
            Some.Image().By("ada").At(week).With("prompt", "A  Castle").With("dataset_id", "d1"),
            Some.Image().By("ada").At(LivingServer.Now).With("prompt", "a castle").With("dataset_id", "d1"),
            Some.Image().By("bob").At(LivingServer.Now).With("prompt", "a castle").With("dataset_id", "d2").With("status", "failed"));
        var datasets = (await server.JsonAsync("/api/v1/query?kind=image&by=dataset&measure=count,errors,repeats")).GetProperty("series");
        Assert.Equal("""{"count":2,"errors":0,"repeats":1}""", datasets[0].GetProperty("total").GetRawText());
        Assert.Equal("""{"count":1,"errors":1,"repeats":0}""", datasets[1].GetProperty("total").GetRawText());
        Assert.Equal(
            """[{"prompt":"a castle","count":3,"users":2}]""", (await server.JsonAsync("/api/v1/query/prompts")).GetProperty("prompts").GetRawText());
        Assert.Equal(
            """[{"t":"2025-06-09T00:00:00Z","users":1,"new_users":1,"returning_users":0},{"t":"2025-06-16T00:00:00Z","users":2,"new_users":1,"returning_users":1}]""",
            (await server.JsonAsync("/api/v1/query/retention?weeks=2")).GetProperty("series")[0].GetProperty("points").GetRawText());
    }

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static DateTimeOffset At(TestFact fact) => FactTime.ToDateTimeOffset(fact.Time);

    private static List<TestFact> Images(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => Some.Image()
            .At(LivingServer.Now.AddMicroseconds(-random.NextInt64(14L * 86_400_000_000)))
            .By(Users[Math.Min(random.Next(5), random.Next(5))])
            .With("style", Styles[random.Next(3)])
            .With("status", random.Next(5) == 0 ? "failed" : "succeeded")
            .With("generation_time", random.Next(3) == 0 ? null : random.NextInt64(60_000_000))
            .With("cost", random.NextInt64(100_000_000))
            .With("bytes", random.NextInt64(1, 5_000_000)))];
    }

    private static void Same(JsonElement figures, List<TestFact> facts)
    {
        var durations = facts.Select(fact => fact.Number("generation_time")).OfType<long>().ToList();
        Assert.Equal(
            [facts.Count, facts.Count(Derived.IsError), durations.Count == 0 ? null : durations.Sum() / 1e6m, durations.Count == 0 ? null : durations.Max() / 1e6m,
                facts.Sum(fact => fact.Number("cost")!.Value) / 1e9m, facts.Sum(fact => fact.Number("bytes")!.Value)],
            new[] { "count", "errors", "sum.duration", "max.duration", "cost", "bytes" }.Select(name => Figure(figures.GetProperty(name))));
    }

    private static decimal? Figure(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null ? null : decimal.Parse(json.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
