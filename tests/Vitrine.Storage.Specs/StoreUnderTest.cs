using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>A store that remembers what it was sent, so that an oracle can be asked the same questions.</summary>
public sealed class StoreUnderTest(ManualClock clock, Func<Task<IFactStore>> open) : IAsyncDisposable
{
    private readonly List<TestFact> acknowledged = [];
    private IFactStore? store;

    public IFactStore Facts => store ?? throw new InvalidOperationException("The store is closed.");

    public IEntityStore Entities => (IEntityStore)Facts;

    public ManualClock Clock => clock;

    public Oracle Oracle
    {
        get
        {
            lock (acknowledged) return new Oracle(acknowledged);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task OpenAsync() => store = await open();

    public async Task ReopenAsync()
    {
        await DisposeAsync();
        await OpenAsync();
    }

    public async Task<AppendResult> AppendAsync(params IEnumerable<TestFact> facts)
    {
        var (result, _) = await AppendWithOutcomesAsync(facts);
        return result;
    }

    public async Task<(AppendResult Result, IReadOnlyList<FactOutcome> Outcomes)> AppendWithOutcomesAsync(params IEnumerable<TestFact> facts)
    {
        var sent = facts.ToList();
        using var batch = Batches.Of(sent);
        var result = await Facts.AppendAsync(batch, Cancellation);
        List<FactOutcome> outcomes = [];
        foreach (var header in batch.Headers) outcomes.Add(header.Outcome);
        lock (acknowledged) acknowledged.AddRange(sent);
        return (result, outcomes);
    }

    public async Task<IReadOnlyDictionary<FactKind, long>> ResetAsync()
    {
        var removed = await Facts.ResetAsync(Cancellation);
        lock (acknowledged) acknowledged.Clear();
        return removed;
    }

    public Task<StatResult> QueryAsync(StatQuery query) => Facts.QueryAsync(query, Cancellation);

    /// <summary>How many facts of a kind were ever stored, by the one query.</summary>
    public async Task<long> CountAsync(FactKind kind)
    {
        var answer = await QueryAsync(new StatQuery { Kind = kind, Measures = [Measure.Count], From = Ask.Always.From, To = Ask.Always.To });
        return answer.Total.Count;
    }

    /// <summary>Asks store and oracle the same question and fails with <paramref name="context"/> where they differ.</summary>
    public async Task HoldsAsync(StatQuery query, string context = "")
    {
        var expected = Oracle.Query(query);
        var actual = await QueryAsync(query);
        if (Difference.Between(query, expected, actual) is { } difference)
        {
            Assert.Fail($"{difference}\n  asked: {Ask.Describe(query)}\n  {context}");
        }
    }

    /// <summary>Everything derived equals a recount.</summary>
    public async Task IsSoundAsync(string context = "")
    {
        var differences = await Facts.CheckAsync(Cancellation);
        Assert.True(differences.Count == 0, $"{context}\n{string.Join('\n', differences)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (store is null) return;
        await store.DisposeAsync();
        store = null;
    }
}
