using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>
/// Which hours of a range can hold facts that match all filters, told from the rollups: rare combinations are found by reading the few hours
/// where each of their parts occurs.
/// </summary>
internal static class HourPruning
{
    /// <summary>Up to this many keys are looked up hour by hour; more are picked out of all.</summary>
    private const int MaxLookups = 4;

    public static IEnumerable<TimeRange> Ranges(Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, TimeRange range)
    {
        var indexed = filters.Where(filter => filter.Dimension is not (Dimension.User or Dimension.Prompt)).ToList();
        if (indexed.Count == 0) return [range];
        var first = snapshot.Phase.HourOf(range.Start);
        var end = snapshot.Phase.HourOf(range.End - 1) + 1;
        (first, end) = Occupied(snapshot, table.Kind, first, end);
        if (first >= end) return [];
        var possible = new bool[end - first];
        Array.Fill(possible, true);
        foreach (var filter in indexed)
        {
            var counts = Counts(snapshot, table, filter, first, end);
            for (var hour = 0; hour < possible.Length; hour++) possible[hour] &= counts[hour] > 0;
        }

        return Runs(snapshot.Phase, possible, first, range);
    }

    /// <summary>Facts of each hour that match a filter, those of the tail included; a fact with two of its loras may count twice.</summary>
    public static long[] Counts(Snapshot snapshot, FactTable table, ResolvedFilter filter, long first, long end)
    {
        var counts = new long[end - first];
        void Visit(long hour, long key, MeasureSums sums)
        {
            if (filter.Keys.Contains(key)) counts[hour - first] += sums.Count;
        }

        if (filter.Keys.Count <= MaxLookups)
        {
            foreach (var key in filter.Keys) CellTable.ReadKey(snapshot.Connection, table.Kind, filter.Dimension, key, first, end, Visit);
        }
        else
        {
            CellTable.Read(snapshot.Connection, table.Kind, filter.Dimension, first, end, Visit);
        }

        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind != table.Kind || !filter.Matches(table, fact)) return;
            var hour = snapshot.Phase.HourOf(fact.Time);
            if (hour >= first && hour < end) counts[hour - first]++;
        });
        return counts;
    }

    /// <summary>Narrows hours to those between the first and the last fact of the kind, so that "all time" costs what there is.</summary>
    public static (long First, long End) Occupied(Snapshot snapshot, FactKind kind, long first, long end)
    {
        var table = FactTable.Of(kind).Name;
        if (snapshot.Connection.Scalar($"select min(key) from {table}") is not { } oldest) return (first, first);
        var newest = snapshot.Connection.Scalar($"select max(key) from {table}")!.Value;
        return (Math.Max(first, snapshot.Phase.HourOf(FactKey.Time(oldest, 0))), Math.Min(end, snapshot.Phase.HourOf(FactKey.Time(newest, 999)) + 1));
    }

    private static IEnumerable<TimeRange> Runs(HourPhase phase, bool[] possible, long first, TimeRange range)
    {
        for (var start = 0; start < possible.Length; start++)
        {
            if (!possible[start]) continue;
            var end = start;
            while (end < possible.Length && possible[end]) end++;
            yield return new TimeRange(Math.Max(range.Start, phase.StartOf(first + start)), Math.Min(range.End, phase.StartOf(first + end)));
            start = end;
        }
    }
}
