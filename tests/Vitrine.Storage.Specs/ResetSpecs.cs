using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>After a reset a store is as good as new, and every batch is either older than it or younger.</summary>
public abstract class ResetSpecs : StoreSpecs
{
    private static readonly long Around = FactTime.From(Some.Noon);

    public static TheoryData<int> Tails { get; } = [1, 37, 1_000_000];

    [Theory, MemberData(nameof(Tails))]
    public async Task Nothing_is_left(int tail)
    {
        await using var store = await StartAsync(ShortTail(tail));
        var facts = new RandomFacts(11).Take(600).ToList();
        await store.AppendAsync(facts);
        var removed = await store.ResetAsync();

        foreach (var kind in FactKinds.Facts) Assert.Equal(facts.Count(fact => fact.Kind == kind), removed[kind]);
        Assert.Equal(
            facts.Where(fact => fact.Kind is FactKind.Conversation or FactKind.Message).Select(fact => fact.Text("conversation_id")).Distinct().Count(),
            removed[FactKind.Conversation]);
        await IsEmptyAsync(store, facts);
        await store.ReopenAsync();
        await IsEmptyAsync(store, facts);
    }

    [Fact]
    public async Task A_store_that_is_empty_can_be_reset()
    {
        await using var store = await StartAsync();
        Assert.All(await store.ResetAsync(), kind => Assert.Equal(0, kind.Value));
        Assert.All(await store.ResetAsync(), kind => Assert.Equal(0, kind.Value));
        Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Some.Image()));
    }

    [Theory, MemberData(nameof(Tails))]
    public async Task The_same_ids_come_again_and_every_number_is_theirs(int tail)
    {
        await using var store = await StartAsync(ShortTail(tail));
        var queries = new RandomQueries(12, Around);
        var facts = new RandomFacts(12).Take(500).ToArray();
        await store.AppendAsync(facts);
        // Asked before, so that whatever remembers names has something to forget.
        for (var question = 0; question < 40; question++) await store.HoldsAsync(queries.Next(DateTimeZone.Utc));

        for (var reset = 0; reset < 3; reset++)
        {
            await store.ResetAsync();
            new Random(reset).Shuffle(facts);
            var result = await store.AppendAsync(facts);
            Assert.Equal((facts.Length, 0), (result.Stored + result.Duplicates, result.Refused));
            // Only repeated changes of conversations are duplicates.
            Assert.InRange(result.Duplicates, 0, facts.Count(fact => fact.Kind == FactKind.Conversation));
            if (reset == 1) await store.ReopenAsync();
            for (var question = 0; question < 40; question++) await store.HoldsAsync(queries.Next(DateTimeZone.Utc), $"after reset {reset}");
            await store.IsSoundAsync($"after reset {reset}");
            foreach (var fact in facts.Where(fact => fact.Kind != FactKind.Conversation).Take(20))
                Assert.Equal(fact.UserId, (await store.Facts.FindAsync(fact.Kind, fact.Id, Cancellation))!.Text("user_id"));
        }
    }

    [Fact]
    public async Task Late_facts_after_a_reset_are_counted_too()
    {
        await using var store = await StartAsync(ShortTail(3));
        await store.AppendAsync(Enumerable.Range(0, 10).Select(day => Some.Image().At(Some.Noon.AddDays(day))));
        await store.ResetAsync();
        for (var day = 9; day >= 0; day--) await store.AppendAsync(Some.Image().At(Some.Noon.AddDays(day)));
        await store.ReopenAsync();
        Assert.Equal(10, await store.CountAsync(FactKind.Image));
        await store.IsSoundAsync();
    }

    [Theory, MemberData(nameof(Tails))]
    public async Task A_batch_is_older_than_a_reset_or_younger_but_never_both(int tail)
    {
        const int writers = 4, batches = 40, size = 7;
        await using var store = await StartAsync(ShortTail(tail));
        var before = Enumerable.Range(0, 50).Select(_ => Some.Command()).ToList();
        await store.AppendAsync(before);
        var half = new TaskCompletionSource();
        var sent = 0;
        var writing = Enumerable.Range(0, writers).Select(writer => Task.Run(WriteAsync, Cancellation)).ToList();
        await half.Task.WaitAsync(Cancellation);
        await store.Facts.ResetAsync(Cancellation);
        var after = Enumerable.Range(0, 5).Select(_ => Some.Command()).ToList();
        await store.AppendAsync(after);

        var kept = 5;
        foreach (var written in (await Task.WhenAll(writing)).SelectMany(part => part))
        {
            var found = 0;
            foreach (var fact in written) found += await store.Facts.FindAsync(fact.Kind, fact.Id, Cancellation) is null ? 0 : 1;
            Assert.True(found is 0 or size, $"{found} facts of a batch of {size} are there");
            kept += found;
        }
        Assert.Equal(kept, await store.CountAsync(FactKind.Command));
        foreach (var fact in before) Assert.Null(await store.Facts.FindAsync(fact.Kind, fact.Id, Cancellation));
        foreach (var fact in after) Assert.NotNull(await store.Facts.FindAsync(fact.Kind, fact.Id, Cancellation));
        await store.IsSoundAsync();

        async Task<List<List<TestFact>>> WriteAsync()
        {
            List<List<TestFact>> written = [];
            for (var batch = 0; batch < batches; batch++)
            {
                written.Add([.. Enumerable.Range(0, size).Select(_ => Some.Command())]);
                Assert.Equal(new AppendResult(size, 0, 0), await store.AppendAsync(written[^1]));
                if (Interlocked.Increment(ref sent) == writers * batches / 2) half.SetResult();
            }
            return written;
        }
    }

    [Fact]
    public async Task Questions_meanwhile_see_everything_or_nothing()
    {
        await using var store = await StartAsync(ShortTail());
        var facts = new RandomFacts(13).Where(fact => fact.Kind == FactKind.Image).Take(300).ToList();
        var byStyle = Ask.About(FactKind.Image, Measure.Count) with { From = Ask.Always.From, To = Ask.Always.To, By = Dimension.Style };
        for (var round = 0; round < 5; round++)
        {
            await store.AppendAsync(facts);
            var questions = Enumerable.Range(0, 8).Select(_ => store.QueryAsync(byStyle)).ToList();
            var reset = store.ResetAsync();
            questions.AddRange(Enumerable.Range(0, 8).Select(_ => store.QueryAsync(byStyle)));
            await reset;
            foreach (var answer in await Task.WhenAll(questions))
            {
                Assert.True(answer.Total.Count is 0 or 300, $"{answer.Total.Count} facts are there");
                Assert.Equal(answer.Total.Count, answer.Series.Sum(series => series.Total.Count));
                Assert.All(answer.Series, series => Assert.Contains(series.Key, facts.Select(fact => fact.Text("style")).Append(null)));
            }
        }
    }

    private static async Task IsEmptyAsync(StoreUnderTest store, IEnumerable<TestFact> facts)
    {
        foreach (var kind in FactKinds.Facts)
        {
            var page = await store.Facts.ListAsync(new FactListQuery { Kind = kind }, Cancellation);
            Assert.Equal((0, 0, null), (page.Items.Count, page.Total, page.NextCursor));
            foreach (var dimension in FactSchema.Of(kind).Dimensions.Select(field => field.Dimension).Append(Dimension.User).Prepend(Dimension.None))
            {
                var answer = await store.QueryAsync(new StatQuery
                {
                    Kind = kind,
                    Measures = [Measure.Count, Measure.Users],
                    By = dimension,
                    From = Ask.Always.From,
                    To = Ask.Always.To,
                });
                Assert.Equal((0, 0), (answer.Total.Count, answer.Total.Users));
                Assert.Equal(0, answer.Series.Sum(series => series.Total.Count));
            }
        }
        foreach (var kind in new FactKind?[] { null, FactKind.Conversation })
        {
            var total = (await store.QueryAsync(new StatQuery { Kind = kind, Measures = kind is null ? [Measure.Users, Measure.NewUsers] : [Measure.Count], From = Ask.Always.From, To = Ask.Always.To })).Total;
            Assert.Equal((0, 0, 0), (total.Count, total.Users, total.NewUsers));
        }
        Assert.Empty((await store.Facts.ListUsersAsync(new UserListQuery(), Cancellation)).Items);
        Assert.Empty((await store.Facts.ListConversationsAsync(new ConversationListQuery(), Cancellation)).Items);
        Assert.Empty(await store.Facts.TopPromptsAsync(Ask.Always.From, Ask.Always.To, 10, Cancellation));
        foreach (var fact in facts.Where(fact => fact.Kind != FactKind.Conversation).Take(20)) Assert.Null(await store.Facts.FindAsync(fact.Kind, fact.Id, Cancellation));
        foreach (var user in RandomFacts.Users) Assert.Null(await store.Facts.FindUserAsync(user, Cancellation));
        var status = await store.Facts.GetStatusAsync(Cancellation);
        Assert.Equal((0, 0, 0), (status.Facts.Values.Sum(), status.UnflushedFacts, status.SearchLag));
        await store.IsSoundAsync();
    }
}
