using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Tests;

public sealed class RecoveryTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(101, 50)]
    [InlineData(102, 3_000)]
    public async Task A_killed_process_loses_nothing_that_was_acknowledged(int seed, int tail)
    {
        var acknowledged = new HashSet<int>();
        var next = 0;
        for (var kill = 1; kill <= 3; kill++)
        {
            acknowledged.UnionWith(await KilledWriter.RunAsync(folder.Path, seed, next, tail, until: 700 * kill, Cancellation));
            // Some of the last facts are sent a second time by the next writer.
            next = Math.Max(0, acknowledged.Max() - 300);
            await AssertWholeAsync(seed, acknowledged);
        }
    }

    private async Task AssertWholeAsync(int seed, HashSet<int> acknowledged)
    {
        // Beyond the last acknowledged one there are those that were committed or on their way when the process died.
        var sent = new RandomFacts(seed).Take(acknowledged.Max() + 1000).ToList();
        await using var store = await SqliteFactStore.OpenAsync(folder.Path, new StoreOptions { WalMegabytes = 1 }, TimeProvider.System, null, Cancellation);
        List<TestFact> stored = [];
        for (var index = 0; index < sent.Count; index++)
        {
            var fact = sent[index];
            var isStored = fact.Kind == FactKind.Conversation
                ? acknowledged.Contains(index)
                : await store.FindAsync(fact.Kind, fact.Id, Cancellation) is not null;
            Assert.True(isStored || !acknowledged.Contains(index), $"fact {index} was acknowledged and is lost: {fact}");
            if (isStored) stored.Add(fact);
        }

        Assert.Empty(await store.CheckAsync(Cancellation));
        var oracle = new Oracle(stored);
        foreach (var kind in FactKinds.Facts)
        {
            foreach (var dimension in FactSchema.Of(kind).Dimensions)
            {
                var query = new StatQuery
                {
                    Kind = kind,
                    Measures = [Measure.Count, Measure.Users, Measure.Errors, Measure.SumDuration, Measure.MaxDuration, Measure.Cost],
                    By = dimension.Dimension,
                    From = FactTime.Earliest,
                    To = FactTime.From(Some.Noon.AddYears(1)),
                };
                AssertSame(oracle.Query(query), await store.QueryAsync(query, Cancellation), $"{kind} by {dimension.Name}");
            }
        }

        foreach (var talk in OracleConversation.All(stored))
        {
            var found = await store.FindConversationAsync(talk.ConversationId, Cancellation);
            Assert.Equal(
                (talk.MessageCount, talk.InputTokens, talk.OutputTokens, talk.DurationCount, talk.DurationSum, talk.Cost),
                (found!.MessageCount, found.InputTokens, found.OutputTokens, found.DurationCount, found.DurationSum, found.Cost));
        }
    }

    private static void AssertSame(OracleAnswer expected, StatResult actual, string question)
    {
        Assert.Equal(Figures(expected.Total.Sums), Figures(actual.Total));
        Assert.Equal(
            expected.Series.OrderBy(series => series.Key, StringComparer.Ordinal).Select(series => (question, series.Key, Figures(series.Total.Sums))),
            actual.Series.OrderBy(series => series.Key, StringComparer.Ordinal).Select(series => (question, series.Key, Figures(series.Total))));
    }

    private static (long, long, long, long, long, long) Figures(MeasureSums sums) =>
        (sums.Count, sums.Users, sums.Errors, sums.DurationSum, sums.DurationMax, sums.Cost);

    public void Dispose() => folder.Dispose();
}
