using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>What is acknowledged is stored, once, and counted at once.</summary>
public abstract class IngestSpecs : StoreSpecs
{
    public static TheoryData<FactKind> Kinds { get; } = new(FactKinds.Facts);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_batch_that_arrives_five_times_counts_once(FactKind kind)
    {
        await using var store = await StartAsync();
        var batch = Enumerable.Range(0, 30).Select(index => Some.Fact(kind).Named(index % 2 == 0 ? Some.Uuid() : $"fact {index} ä")).ToList();
        Assert.Equal(new AppendResult(30, 0, 0), await store.AppendAsync(batch));
        for (var again = 0; again < 4; again++)
        {
            if (again == 2) await store.ReopenAsync();
            var (result, outcomes) = await store.AppendWithOutcomesAsync(batch);
            Assert.Equal(new AppendResult(0, 30, 0), result);
            Assert.All(outcomes, outcome => Assert.Equal(FactOutcome.Duplicate, outcome));
        }

        Assert.Equal(30, await store.CountAsync(kind));
        await store.IsSoundAsync();
    }

    [Fact]
    public async Task A_duplicate_changes_nothing_even_when_it_says_something_else()
    {
        await using var store = await StartAsync(LongTail());
        var message = Some.Message().With("input_tokens", 5).With("username", "ada l");
        await store.AppendAsync(message);
        await store.AppendAsync(message.At(Some.Noon.AddDays(1)).By("bob").With("input_tokens", 7).With("conversation_id", "talk-2").With("role", "assistant"));
        await store.ReopenAsync();
        await store.AppendAsync(message.At(Some.Noon.AddDays(-1)).With("input_tokens", 9).With("username", "someone else"));

        var conversation = await store.Facts.FindConversationAsync("talk-1", Cancellation);
        Assert.Equal((1, 5), (conversation!.MessageCount, conversation.TotalTokens));
        Assert.Null(await store.Facts.FindConversationAsync("talk-2", Cancellation));
        Assert.Null(await store.Facts.FindUserAsync("bob", Cancellation));
        var ada = await store.Facts.FindUserAsync("ada", Cancellation);
        Assert.Equal(("ada l", message.Time, message.Time), (ada!.Username, ada.FirstSeen, ada.LastSeen));
        await store.HoldsAsync(Ask.About(FactKind.Message, Measure.Count, Measure.Tokens, Measure.Users) with { By = Dimension.Role, Interval = Interval.Day });
    }

    [Fact]
    public async Task An_id_that_is_twice_in_a_batch_is_stored_once()
    {
        await using var store = await StartAsync();
        var (image, other) = (Some.Image().Named("twin"), Some.Image());
        var (result, outcomes) = await store.AppendWithOutcomesAsync(image, other, image);
        Assert.Equal(new AppendResult(2, 1, 0), result);
        Assert.Equal([FactOutcome.Stored, FactOutcome.Stored, FactOutcome.Duplicate], outcomes);
        Assert.Equal(2, await store.CountAsync(FactKind.Image));
    }

    [Fact]
    public async Task An_id_belongs_to_a_kind()
    {
        await using var store = await StartAsync();
        foreach (var id in new[] { Some.Uuid(), "7" })
        {
            Assert.Equal(new AppendResult(5, 0, 0), await store.AppendAsync(FactKinds.Facts.Select(kind => Some.Fact(kind).Named(id))));
        }

        foreach (var kind in FactKinds.Facts) Assert.Equal(2, await store.CountAsync(kind));
    }

    [Fact]
    public async Task Ids_that_look_alike_are_different()
    {
        await using var store = await StartAsync();
        string[] ids =
        [
            "01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5dac96774bbcceb302099a8057",
            "{01890a5d-ac96-774b-bcce-b302099a8057}", "00000000-0000-0000-0000-000000000000", "0", "00", " 0", "0 ", "a", "A", "ä", "a\u0308",
            "ffffffff-ffff-ffff-ffff-ffffffffffff", "80000000-0000-0000-0000-000000000000", new string('x', 128), new string('x', 127),
        ];
        var result = await store.AppendAsync(ids.Select(id => Some.Activity().Named(id)));
        Assert.Equal(new AppendResult(ids.Length, 0, 0), result);
        await store.ReopenAsync();
        foreach (var id in ids) Assert.Equal(id, (await store.Facts.FindAsync(FactKind.Activity, id, Cancellation))?.Id);
        Assert.Null(await store.Facts.FindAsync(FactKind.Activity, "B", Cancellation));
        Assert.Null(await store.Facts.FindAsync(FactKind.Image, "0", Cancellation));
    }

    [Fact]
    public async Task An_empty_batch_is_answered()
    {
        await using var store = await StartAsync();
        Assert.Equal(default, await store.AppendAsync());
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_count_right()
    {
        await using var store = await StartAsync(ShortTail(50));
        var writers = Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < 25; round++)
            {
                var time = Some.Noon.AddSeconds((round * 61) + writer);
                var own = Some.Message().At(time).By($"u{writer}").With("conversation_id", $"talk-{round % 3}").With("input_tokens", 3).With("response_time", 1500);
                // Every writer also repeats what the others write.
                var shared = Some.Message().At(time).Named($"shared-{round}").With("conversation_id", "talk-0").With("output_tokens", 2);
                await store.AppendAsync(own, shared.At(Some.Noon.AddSeconds(round)));
            }
        }, Cancellation));
        await Task.WhenAll(writers);

        Assert.Equal((16 * 25) + 25, await store.CountAsync(FactKind.Message));
        var expected = Enumerable.Range(0, 3).Select(talk => Enumerable.Range(0, 25).Count(round => round % 3 == talk) * 16L).ToArray();
        for (var reopened = 0; reopened < 2; reopened++)
        {
            for (var talk = 0; talk < 3; talk++)
            {
                var conversation = await store.Facts.FindConversationAsync($"talk-{talk}", Cancellation);
                Assert.Equal(expected[talk] + (talk == 0 ? 25 : 0), conversation!.MessageCount);
                Assert.Equal((expected[talk] * 3) + (talk == 0 ? 50 : 0), conversation.TotalTokens);
                Assert.Equal(0.0015, conversation.AverageResponseTime!.Value, 9);
            }

            await store.IsSoundAsync();
            await store.ReopenAsync();
        }
    }

    [Fact]
    public async Task Numbers_are_the_same_before_and_after_a_restart()
    {
        await using var store = await StartAsync(LongTail());
        var facts = new RandomFacts(1).Take(300);
        foreach (var chunk in facts.Chunk(37)) await store.AppendAsync(chunk);
        for (var restart = 0; restart < 3; restart++)
        {
            foreach (var kind in FactKinds.Facts)
            {
                await store.HoldsAsync(Ask.About(kind, Measure.Count, Measure.Users, Measure.Errors, Measure.P95Duration, Measure.Cost) with
                {
                    From = Ask.Always.From,
                    To = Ask.Always.To,
                    By = FactSchema.Of(kind).Dimensions[0].Dimension,
                }, $"after {restart} restarts");
            }

            await store.IsSoundAsync($"after {restart} restarts");
            await store.ReopenAsync();
        }
    }

    [Fact]
    public async Task Reads_run_beside_writes_and_never_see_half_a_batch()
    {
        await using var store = await StartAsync(ShortTail(35));
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < 60; batch++)
            {
                await store.AppendAsync(Enumerable.Range(0, 10).Select(index => Some.Image().At(Some.Noon.AddMinutes(index * 7)).With("style", $"s{index % 2}")));
            }
        }, Cancellation);
        var last = 0L;
        do
        {
            var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.Style });
            Assert.Equal(0, answer.Total.Count % 10);
            Assert.Equal(answer.Total.Count, answer.Series.Sum(series => series.Total.Count));
            Assert.True(answer.Total.Count >= last, $"{last} facts became {answer.Total.Count}");
            last = answer.Total.Count;
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(600, await store.CountAsync(FactKind.Image));
    }

    [Fact]
    public async Task Rebuilding_changes_no_number()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(new RandomFacts(2).Take(200));
        await store.Facts.RebuildAsync(Cancellation);
        await store.AppendAsync(new RandomFacts(3).Take(100));
        foreach (var kind in FactKinds.Facts)
        {
            await store.HoldsAsync(Ask.About(kind, Measure.Count, Measure.Users, Measure.NewUsers, Measure.MaxDuration) with
            {
                From = Ask.Always.From,
                To = Ask.Always.To,
                By = FactSchema.Of(kind).Dimensions[^1].Dimension,
            });
        }

        await store.IsSoundAsync();
    }

    [Fact]
    public async Task The_status_tells_what_is_stored()
    {
        await using var store = await StartAsync(LongTail());
        await store.AppendAsync(Some.Image(), Some.Image(), Some.Message());
        var status = await store.Facts.GetStatusAsync(Cancellation);
        Assert.Equal((2, 1, 0), (status.Facts[FactKind.Image], status.Facts[FactKind.Message], status.Facts.GetValueOrDefault(FactKind.Command)));
        Assert.Equal(3, status.UnflushedFacts);
        Assert.True(status.CanWrite);
        Assert.True(status.Commits >= 1 && status.FileBytes.Values.Sum() > 0);
    }
}
