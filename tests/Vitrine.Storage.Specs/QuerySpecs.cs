using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>What each measure means and what each dimension splits by, told by examples with the figures written out.</summary>
public abstract class QuerySpecs : StoreSpecs
{
    [Fact]
    public async Task Users_are_counted_once_and_facts_without_a_user_not_at_all()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Image().By("ada"), Some.Image().By("ada"), Some.Image().By("bob"), Some.Image().By(null), Some.Message().By("eve"));
        var images = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count, Measure.Users));
        Assert.Equal((4, 2), (images.Total.Count, images.Total.Users));
        var any = await store.QueryAsync(Ask.About(null, Measure.Users));
        Assert.Equal(3, any.Total.Users);
    }

    [Fact]
    public async Task A_user_is_new_where_the_first_fact_of_any_kind_is()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Message().By("ada").At(Some.Noon.AddDays(-30)), Some.Image().By("ada"),
            Some.Image().By("bob"), Some.Image().By("bob").At(Some.Noon.AddDays(1)),
            Some.Message().By("eve").At(Some.Noon.AddDays(-1)), Some.Image().By("eve"));
        var query = Ask.About(FactKind.Image, Measure.Users, Measure.NewUsers) with { Interval = Interval.Day };
        var answer = await store.QueryAsync(query);
        Assert.Equal((3, 2), (answer.Total.Users, answer.Total.NewUsers));
        // The day of the images: bob is new, eve came the day before.
        Assert.Equal((3, 1), (answer.Series[0].Points[4].Users, answer.Series[0].Points[4].NewUsers));
        Assert.Equal((1, 0), (answer.Series[0].Points[5].Users, answer.Series[0].Points[5].NewUsers));

        // An older fact arrives late: bob was there before.
        await store.AppendAsync(Some.Activity().By("bob").At(Some.Noon.AddDays(-60)));
        answer = await store.QueryAsync(query);
        Assert.Equal((3, 1), (answer.Total.Users, answer.Total.NewUsers));
    }

    [Fact]
    public async Task What_happens_to_a_conversation_makes_nobody_active()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Conversation().By("ada"), Some.Message().By("bob"));
        Assert.Equal(1, (await store.QueryAsync(Ask.About(null, Measure.Users))).Total.Users);
    }

    [Fact]
    public async Task Adoption_is_seen_against_users_of_any_kind()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Activity().By("ada").With("activity_type", "share"), Some.Activity().By("bob"), Some.Message().By("eve"),
            Some.Image().By("dan").At(Some.Noon.AddDays(1)));
        var answer = await store.QueryAsync(Ask.About(FactKind.Activity, Measure.Adoption) with { By = Dimension.Type, Interval = Interval.Day });
        var share = answer.Series.Single(series => series.Key == "share");
        Assert.Equal((1, 4), (share.Total.Users, share.Total.ActiveUsers));
        Assert.Equal((1, 3), (share.Points[4].Users, share.Points[4].ActiveUsers));
        Assert.Equal((0, 1), (share.Points[5].Users, share.Points[5].ActiveUsers));
    }

    [Theory]
    [InlineData(FactKind.ApiCall, "status_code", 399L, 0)]
    [InlineData(FactKind.ApiCall, "status_code", 400L, 1)]
    [InlineData(FactKind.ApiCall, "status_code", 599L, 1)]
    [InlineData(FactKind.ApiCall, "error_type", "Timeout", 1)]
    [InlineData(FactKind.Image, "status", "failed", 1)]
    [InlineData(FactKind.Image, "status", "succeeded", 0)]
    [InlineData(FactKind.Image, "error", "said something", 0)]
    [InlineData(FactKind.Command, "success", false, 1)]
    [InlineData(FactKind.Command, "success", true, 0)]
    [InlineData(FactKind.Command, "success", null, 0)]
    public async Task An_error_is_what_the_kind_calls_one(FactKind kind, string field, object? value, int errors)
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Fact(kind).With(field, value));
        var answer = await store.QueryAsync(Ask.About(kind, Measure.Errors, Measure.ErrorRate));
        Assert.Equal((1, errors), (answer.Total.Count, answer.Total.Errors));
    }

    [Fact]
    public async Task Tokens_are_summed_in_and_out()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Message().With("role", "assistant").With("tokens", 40), Some.Message().With("tokens", 7),
            Some.Message().With("input_tokens", 100).With("output_tokens", 20), Some.Message());
        var answer = await store.QueryAsync(Ask.About(FactKind.Message, Measure.Tokens, Measure.InputTokens, Measure.OutputTokens) with { By = Dimension.Role });
        Assert.Equal((107, 60), (answer.Total.InputTokens, answer.Total.OutputTokens));
        Assert.Equal((0, 40), Tokens("assistant"));
        Assert.Equal((107, 20), Tokens("user"));

        (long, long) Tokens(string role)
        {
            var total = answer.Series.Single(series => series.Key == role).Total;
            return (total.InputTokens, total.OutputTokens);
        }
    }

    [Theory]
    [InlineData(FactKind.Image, "generation_time")]
    [InlineData(FactKind.Message, "response_time")]
    [InlineData(FactKind.ApiCall, "response_time")]
    [InlineData(FactKind.Command, "execution_time")]
    public async Task Durations_count_where_they_were_sent(FactKind kind, string field)
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(1, 100).Select(second => Some.Fact(kind).With(field, second * 1_000_000L)));
        await store.AppendAsync(Some.Fact(kind), Some.Fact(kind));
        Measure[] measures = [Measure.AverageDuration, Measure.MaxDuration, Measure.P50Duration, Measure.P90Duration, Measure.P95Duration, Measure.P99Duration];
        var total = (await store.QueryAsync(Ask.About(kind, measures))).Total;
        Assert.Equal((102, 100), (total.Count, total.DurationCount));
        Assert.Equal((5_050_000_000, 100_000_000), (total.DurationSum, total.DurationMax));
        foreach (var percent in new[] { 50, 90, 95, 99 })
        {
            Assert.InRange(total.Durations!.Quantile(percent / 100.0)!.Value, percent * 990_000.0, percent * 1_010_000.0);
        }

        await store.HoldsAsync(Ask.About(kind, measures) with { Interval = Interval.Day });
    }

    [Fact]
    public async Task Money_is_exact_to_the_billionth()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 10).Select(_ => Some.Image().With("cost", 100_000_001L).With("bytes", 3_000_000_000L)));
        var total = (await store.QueryAsync(Ask.About(FactKind.Image, Measure.Cost, Measure.Bytes))).Total;
        Assert.Equal((1_000_000_010, 30_000_000_000), (total.Cost, total.Bytes));
    }

    [Fact]
    public async Task A_prompt_used_again_by_the_same_user_is_a_repeat()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Image("ada", "A Fox", 0, "d1"), Image("ada", "  a \t fox ", 1, "d2"), Image("ada", "a fox", 2, "d2"), Image("bob", "a fox", 3, "d2"),
            Image(null, "a fox", 4, "d1"), Image(null, "a fox", 5, "d1"), Image("bob", "a foxx", 6, "d1"), Image("ada", "a fox", -24 * 30, "d1"));
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count, Measure.Repeats) with { By = Dimension.Dataset });
        Assert.Equal((7, 2), (answer.Total.Count, answer.Total.Repeats));
        Assert.Equal(2, answer.Series.Single(series => series.Key == "d2").Total.Repeats);

        var prompts = await store.Facts.TopPromptsAsync(FactTime.From(Some.Noon), FactTime.From(Some.Noon.AddDays(1)), 1, Cancellation);
        var top = Assert.Single(prompts);
        Assert.Equal(("a fox", 6, 2), (top.Prompt, top.Count, top.Users));
        Assert.Equal(2, (await store.Facts.TopPromptsAsync(Ask.Always.From, Ask.Always.To, 10, Cancellation)).Count);

        static TestFact Image(string? user, string prompt, int hours, string dataset) =>
            Some.Image().By(user).With("prompt", prompt).With("dataset_id", dataset).At(Some.Noon.AddHours(hours));
    }

    [Fact]
    public async Task An_image_counts_once_in_each_of_its_loras_and_once_in_all()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Image().With("loras", """["ink","film"]"""), Some.Image().With("loras", """[{"name":"ink","weight":1},"ink"]"""),
            Some.Image().With("loras", "\"[\\\"film\\\"]\""), Some.Image().With("loras", "[]"), Some.Image());
        var query = Ask.About(FactKind.Image, Measure.Count);
        var answer = await store.QueryAsync(query with { By = Dimension.Lora });
        Assert.Equal(5, answer.Total.Count);
        Assert.Equal(
            [(null, 2L), ("film", 2L), ("ink", 2L)],
            answer.Series.Select(series => (series.Key, series.Total.Count)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(3, (await store.QueryAsync(query with { Filters = [Ask.Where(Dimension.Lora, "ink", "film")] })).Total.Count);
        Assert.Equal(2, (await store.QueryAsync(query with { Filters = [Ask.Where(Dimension.Lora, "ink")] })).Total.Count);
    }

    [Fact]
    public async Task Endpoints_are_methods_with_templates()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Call("GET", "/users/1"), Call("GET", "/users/22"), Call("DELETE", "/users/22"), Call("GET", "/users/me"), Call("GET", "/users/me?page=2"),
            Call("GET", "/c/01890a5d-ac96-774b-bcce-b302099a8057/messages"), Call("GET", "/"), Call("GET", "/v1/users"));
        var answer = await store.QueryAsync(Ask.About(FactKind.ApiCall, Measure.Count) with { By = Dimension.Endpoint });
        Assert.Equal(
            ["DELETE /users/{id} 1", "GET / 1", "GET /c/{id}/messages 1", "GET /users/me 2", "GET /users/{id} 2", "GET /v1/users 1"],
            answer.Series.Select(series => $"{series.Key} {series.Total.Count}").Order(StringComparer.Ordinal));
        var filtered = Ask.About(FactKind.ApiCall, Measure.Count) with { Filters = [Ask.Where(Dimension.Endpoint, "GET /users/{id}", "GET /")] };
        Assert.Equal(3, (await store.QueryAsync(filtered)).Total.Count);

        static TestFact Call(string method, string path) => Some.ApiCall().With("method", method).With("endpoint", path);
    }

    [Fact]
    public async Task Personas_are_labelled_with_their_names()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Image().With("persona_id", "p1").With("persona_name", "Ada"), Some.Image().With("persona_id", "p1"), Some.Image().With("persona_id", "p2"));
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.Persona });
        Assert.Equal(("Ada", 2), (Series("p1").Label, Series("p1").Total.Count));
        Assert.Equal(("p2", 1), (Series("p2").Label, Series("p2").Total.Count));

        StatSeries Series(string key) => answer.Series.Single(series => series.Key == key);
    }

    [Fact]
    public async Task An_ungrouped_answer_has_one_series_even_about_nothing()
    {
        await using var store = await StartAsync();
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count, Measure.P95Duration) with { Interval = Interval.Day });
        var series = Assert.Single(answer.Series);
        Assert.Null(series.Key);
        Assert.Equal((0, 0, 9), (answer.Total.Count, series.Total.Count, series.Points.Count));
        Assert.Empty((await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.Style })).Series);
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        await using var store = await StartAsync();
        var start = FactTime.From(Some.Noon) + 1234;
        await store.AppendAsync(new[] { start - 1, start, start + 1, start + 5 }.Select(time => Some.Image().At(time)));
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { From = start, To = start + 5 });
        Assert.Equal(2, answer.Total.Count);
        Assert.Equal(0, (await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { From = start, To = start })).Total.Count);
    }

    [Fact]
    public async Task The_top_series_are_those_with_the_most_of_the_first_measure()
    {
        await using var store = await StartAsync();
        foreach (var (user, count, cost) in new[] { ("ada", 5, 1L), ("bob", 3, 10L), ("eve", 2, 100L), ("dan", 1, 1000L) })
        {
            await store.AppendAsync(Enumerable.Range(0, count).Select(_ => Some.Image().By(user).With("cost", cost)));
        }

        var byCount = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.User, Top = 2 });
        Assert.Equal(["ada", "bob"], Named(byCount));
        Assert.Equal(3, byCount.Series.Single(series => series.IsOther).Total.Count);
        Assert.Equal(11, byCount.Total.Count);
        var byCost = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Cost, Measure.Count) with { By = Dimension.User, Top = 1 });
        Assert.Equal(["dan"], Named(byCost));
        Assert.Equal(235, byCost.Series.Single(series => series.IsOther).Total.Cost);

        static IEnumerable<string?> Named(StatResult answer) => answer.Series.Where(series => !series.IsOther).Select(series => series.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Conversations_count_where_they_were_created_and_stay_counted()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Conversation("created", "a"), Some.Conversation("deleted", "a").At(Some.Noon.AddDays(1)), Some.Conversation("created", "b").At(Some.Noon.AddDays(1)),
            Some.Message().With("conversation_id", "c").At(Some.Noon.AddDays(2)), Some.Message().With("conversation_id", "c").At(Some.Noon.AddDays(3)),
            Some.Message().With("conversation_id", "b").At(Some.Noon.AddDays(3)), Some.Conversation("created", "old").At(Some.Noon.AddDays(-30)));
        var query = Ask.About(FactKind.Conversation, Measure.Count) with { Interval = Interval.Day };
        var answer = await store.QueryAsync(query);
        Assert.Equal(3, answer.Total.Count);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 0, 0], answer.Series[0].Points.Select(point => point.Count));

        // An earlier message of c arrives late, and so does the creation of one that messages made known.
        await store.AppendAsync(Some.Message().With("conversation_id", "c").At(Some.Noon.AddDays(-2)));
        Assert.Equal([0, 0, 1, 0, 1, 1, 0, 0, 0], (await store.QueryAsync(query)).Series[0].Points.Select(point => point.Count));
        await store.ReopenAsync();
        await store.AppendAsync(Some.Conversation("created", "c").At(Some.Noon.AddDays(-3)));
        Assert.Equal([0, 1, 0, 0, 1, 1, 0, 0, 0], (await store.QueryAsync(query)).Series[0].Points.Select(point => point.Count));
    }
}
