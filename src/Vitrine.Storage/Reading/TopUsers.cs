using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>Who did most in a range, by count alone: numbers in an array instead of sums for each of many thousand users.</summary>
internal sealed class TopUsers(Snapshot snapshot, FactKind kind, TimeRange range)
{
    private long[] counts = new long[RollupIds.CountChunk];

    /// <summary>Puts the first users into the table, and all others together under <see cref="SeriesTable.Rest"/>.</summary>
    public void Fill(SeriesTable table, int top)
    {
        Count();
        var best = new PriorityQueue<int, (long Count, int Order)>(Math.Min(top, counts.Length) + 1);
        for (var user = 0; user < counts.Length; user++)
        {
            if (counts[user] == 0) continue;
            if (best.Count < top) best.Enqueue(user, (counts[user], -user));
            else best.EnqueueDequeue(user, (counts[user], -user));
        }

        var rest = counts.Sum();
        while (best.TryDequeue(out var user, out _))
        {
            table.Put(user, 0, new MeasureSums { Count = counts[user] });
            rest -= counts[user];
        }

        if (rest > 0) table.Put(SeriesTable.Rest, 0, new MeasureSums { Count = rest });
    }

    private void Count()
    {
        var cover = RangeCover.Of(range, snapshot.Phase.Minutes);
        UserCountTable.ReadCounts(snapshot.Connection, kind, cover.FirstHour, cover.EndHour, ref counts);
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind == kind && snapshot.Phase.HourOf(fact.Time) is var hour && hour >= cover.FirstHour && hour < cover.EndHour) Add(fact.User);
        });
        var slots = FactTable.Of(kind);
        var reader = new FactReader(snapshot, slots, FactScan.Of(slots, [], figures: false, user: true, prompt: false), []);
        foreach (var edge in cover.Edges) reader.Read(edge, (in fact) => Add(fact.User));
    }

    private void Add(int user)
    {
        if (user >= counts.Length) Array.Resize(ref counts, Math.Max(user + 1, counts.Length * 2));
        counts[user]++;
    }
}
