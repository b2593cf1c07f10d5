using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

/// <summary>
/// No statement that writes a fact, answers a question or opens a page reads a whole table or sorts what it found: SQLite's choice of plan is
/// pinned by how statements are written, and this holds it there.
/// </summary>
public sealed class QueryPlanTests
{
    // Small by their nature, or asked for by commands that look at everything.
    private static readonly string[] MayScan =
    [
        "from watermark", "from late", "delete from late", "from name where day", "select id, first_seen from user where first_seen", "sqlite_sequence",
        "from arrival", "from user where first_seen < ?3",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_scans_a_table_or_sorts()
    {
        using var folder = new TempFolder();
        await using var store = await SqliteFactStore.OpenAsync(
            folder.Path, new StoreOptions { TailFacts = 50, WalMegabytes = 0 }, TimeProvider.System, cancellationToken: Cancellation);
        await ExerciseAsync(store);
        var slow = (await store.ExplainAsync())
            .Where(statement => !MayScan.Any(allowed => statement.Sql.Contains(allowed, StringComparison.Ordinal)))
            .SelectMany(statement => statement.Plan.Where(IsSlow).Select(step => $"{step}: {statement.Sql}"))
            .ToList();
        Assert.True(slow.Count == 0, string.Join("\n\n", slow));
    }

    private static bool IsSlow(string step) =>
        (step.StartsWith("SCAN", StringComparison.Ordinal)
            && !step.Contains("VIRTUAL TABLE INDEX", StringComparison.Ordinal)
            && !step.Contains("SUBQUERY", StringComparison.Ordinal)
            && !step.Contains("USING INDEX", StringComparison.Ordinal)
            && !step.Contains("CONSTANT ROW", StringComparison.Ordinal))
        || step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)
        || step.Contains("AUTOMATIC", StringComparison.Ordinal);

    private static async Task ExerciseAsync(SqliteFactStore store)
    {
        var facts = new RandomFacts(5).Take(400).ToList();
        foreach (var chunk in facts.Chunk(80))
        {
            using var batch = Batches.Of(chunk);
            await store.AppendAsync(batch, Cancellation);
        }

        var (from, to) = (FactTime.Earliest, FactTime.Earliest + (30 * 365 * FactTime.MicrosecondsPerDay) + 1);
        foreach (var kind in FactKinds.Facts)
        {
            foreach (var by in FactSchema.Of(kind).Dimensions.Select(field => field.Dimension).Append(Dimension.None).Append(Dimension.User))
            {
                await store.QueryAsync(
                    new StatQuery { Kind = kind, Measures = [Measure.Count, Measure.P95Duration], By = by, From = from, To = to }, Cancellation);
            }

            await store.QueryAsync(new StatQuery { Kind = kind, Measures = [Measure.Count, Measure.Users, Measure.NewUsers], From = from, To = to }, Cancellation);
            var first = await store.ListAsync(new FactListQuery { Kind = kind, PerPage = 3 }, Cancellation);
            await store.FindAsync(kind, first.Items[0].Id, Cancellation);
            await store.ListAsync(new FactListQuery { Kind = kind, PerPage = 3, Page = 4, From = from, To = to }, Cancellation);
            await store.ListAsync(new FactListQuery { Kind = kind, UserId = "ada" }, Cancellation);
            var dimension = FactSchema.Of(kind).Dimensions[0];
            var names = await store.QueryAsync(new StatQuery { Kind = kind, Measures = [Measure.Count], By = dimension.Dimension, From = from, To = to }, Cancellation);
            await store.ListAsync(
                new FactListQuery { Kind = kind, Filters = [new DimensionFilter(dimension.Dimension, [names.Series.First(series => series.Key is not null).Key!])] },
                Cancellation);
        }

        await store.ListConversationsAsync(new ConversationListQuery(), Cancellation);
        await store.ListConversationsAsync(new ConversationListQuery { UserId = "ada" }, Cancellation);
        await store.ListUsersAsync(new UserListQuery { ActiveSince = from }, Cancellation);
        await store.FindUserAsync("ada", Cancellation);
    }
}
