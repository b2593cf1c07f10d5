using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

/// <summary>
/// Any page opens in time that does not grow with its number: the work that SQLite does for a page, in steps of its machine, is bounded by
/// the size of a block, however many facts lie before it and however crowded the moment is.
/// </summary>
public sealed class DeepPageTests
{
    private const int Facts = 60_000;
    private const int PerPage = 50;

    // Passing over a fact inside a block takes a few steps of SQLite's machine.
    private const int StepsPerFact = 12;
    private const int MaxBlockFacts = 8_192;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)] // All in one millisecond, as an import without times brings them.
    [InlineData(1_000)]
    [InlineData(60_000_000)]
    public async Task A_deep_page_costs_no_more_than_a_block(long microsecondsApart)
    {
        using var folder = new TempFolder();
        await using var store = await SqliteFactStore.OpenAsync(
            folder.Path, new StoreOptions { TailFacts = 5_000, TailFactsInBatches = 5_000, WalMegabytes = 0, Readers = 1 }, TimeProvider.System,
            cancellationToken: Cancellation);
        var start = FactTime.From(Some.Noon);
        foreach (var chunk in Enumerable.Range(0, Facts).Chunk(5_000))
        {
            using var batch = Batches.Of(chunk.Select(index => Some.Activity().Named($"{index}").At(start + (index * microsecondsApart))));
            await store.AppendAsync(batch, Cancellation);
        }

        await store.ListAsync(new FactListQuery { Kind = FactKind.Activity }, Cancellation);
        foreach (var page in new[] { 2, 100, 400, 700, 1_000, Facts / PerPage })
        {
            var steps = await store.CountStepsAsync(
                () => store.ListAsync(new FactListQuery { Kind = FactKind.Activity, Page = page, PerPage = PerPage }, Cancellation));
            Assert.InRange(steps, 1, StepsPerFact * MaxBlockFacts);
            var shown = await store.ListAsync(new FactListQuery { Kind = FactKind.Activity, Page = page, PerPage = PerPage }, Cancellation);
            Assert.Equal((PerPage, Facts, true), (shown.Items.Count, (int)shown.Total, shown.TotalIsExact));
        }

        using var reader = SqliteConnection.Open(folder.File("facts.db"), readOnly: true);
        Assert.True(reader.Scalar("select max(count) from block") <= MaxBlockFacts);
    }
}
