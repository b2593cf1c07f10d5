using Vitrine.Core.Query;

namespace Vitrine.Testing.Oracles;

/// <summary>What a set of facts adds up to, with every duration and every user kept, so that nothing is estimated.</summary>
public sealed class OracleSums
{
    public MeasureSums Sums { get; } = new();

    public List<long> Durations { get; } = [];

    public HashSet<string> Users { get; } = new(StringComparer.Ordinal);

    public void Add(TestFact fact)
    {
        Sums.Count++;
        if (Derived.IsError(fact)) Sums.Errors++;
        Sums.InputTokens += Tokens(fact, Derived.InputTokens);
        Sums.OutputTokens += Tokens(fact, Derived.OutputTokens);
        Sums.Cost += Number(fact, "cost");
        Sums.Bytes += Number(fact, "bytes");
        if (fact.UserId is { } user) Users.Add(user);
        if (Derived.Duration(fact) is not { } duration) return;
        Durations.Add(duration);
        Sums.DurationCount++;
        Sums.DurationSum += duration;
        Sums.DurationMax = Math.Max(Sums.DurationMax, duration);
    }

    /// <summary>The exact nearest-rank percentile in microseconds, or null without durations.</summary>
    public long? Percentile(int percent)
    {
        if (Durations.Count == 0) return null;
        Durations.Sort();
        var rank = ((Durations.Count * percent) + 99) / 100;
        return Durations[Math.Max(rank, 1) - 1];
    }

    private static long Tokens(TestFact fact, Func<TestFact, long?> count) =>
        fact.Kind == Core.Facts.FactKind.Message ? count(fact) ?? 0 : 0;

    private static long Number(TestFact fact, string field) => fact.Schema.Find(field) is null ? 0 : fact.Number(field) ?? 0;
}
