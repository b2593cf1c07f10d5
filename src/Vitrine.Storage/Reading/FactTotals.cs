using Vitrine.Core.Facts;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>How much there is.</summary>
internal static class FactTotals
{
    public static long Count(Snapshot snapshot, FactKind kind)
    {
        var count = BlockTable.Read(snapshot.Connection, kind).Sum(block => block.Count);
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind == kind) count++;
        });
        return count;
    }

    /// <summary>Facts with text that the search index does not have yet.</summary>
    public static long Unindexed(Snapshot snapshot, long consumedArrivals)
    {
        var count = 0L;
        var arrivals = snapshot.Connection.Prepare("select keys from arrival where seq > ?1").Bind(1, consumedArrivals);
        while (arrivals.Step()) count += ArrivalBlob.Decode(arrivals.Bytes(0)).Count;
        arrivals.Reset();
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind is FactKind.Image or FactKind.Message) count++;
        });
        return count;
    }
}
