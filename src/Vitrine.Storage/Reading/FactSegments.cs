using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>Cuts a list into segments, newest first, by what is known of its filter.</summary>
internal sealed class FactSegments(Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query)
{
    private readonly long from = query.From is { } start ? FactKey.First(start) : 0;
    private readonly long end = query.To is { } stop ? FactKey.End(stop) : long.MaxValue;

    public List<Segment> Newest()
    {
        if (query.From >= query.To || filters.Any(filter => filter.IsEmpty)) return [];
        if (HasOwnIndex) return [new Segment(from, end, -1)];
        var segments = filters.Count == 0 ? Blocks() : Hours();
        segments.Reverse();
        return segments;
    }

    /// <summary>
    /// The same for a list that is read on and on: what its reader finds by an index, but has to look at one by one for other filters, is cut
    /// into blocks, so that a read can stop between two of them.
    /// </summary>
    public List<Segment> ForWalking(bool isSearch)
    {
        if (query.From >= query.To || filters.Any(filter => filter.IsEmpty)) return [];
        var looksAtEach = isSearch ? filters.Count > 0 || query.ConversationId is not null : HasOwnIndex && filters.Any(filter => filter.Dimension != Dimension.User);
        if (!looksAtEach) return isSearch ? SearchSegmentReader.Whole : Newest();
        var blocks = Blocks();
        blocks.Reverse();
        return blocks;
    }

    /// <summary>True where only segments at the range's ends are not counted: few enough to be counted to the last fact.</summary>
    public bool HasCounts => !HasOwnIndex && (filters.Count == 0 || IsExact);

    // A user's facts and a conversation's messages are found by their own index.
    private bool HasOwnIndex => query.ConversationId is not null || filters.Any(filter => filter.Dimension == Dimension.User);

    // One filter with a rollup; two LoRAs of one image would count it twice.
    private bool IsExact => filters is [{ Dimension: not (Dimension.User or Dimension.Prompt) } only] && (only.Dimension != Dimension.Lora || only.Keys.Count == 1);

    private List<Segment> Blocks()
    {
        var blocks = BlockTable.Read(snapshot.Connection, table.Kind);
        if (blocks.Count == 0) blocks.Add((0, 0));
        var counts = blocks.Select(block => block.Count).ToArray();
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind == table.Kind) counts[BlockOf(blocks, fact.Key)]++;
        });
        var segments = new List<Segment>(blocks.Count);
        for (var index = 0; index < blocks.Count; index++)
        {
            var next = index + 1 < blocks.Count ? blocks[index + 1].FirstKey : long.MaxValue;
            Add(segments, blocks[index].FirstKey, next, counts[index]);
        }

        return segments;
    }

    private List<Segment> Hours()
    {
        var segments = new List<Segment>();
        var range = new TimeRange(query.From ?? FactTime.Earliest, query.To ?? long.MaxValue / 2);
        var first = snapshot.Phase.HourOf(range.Start);
        var lastHour = snapshot.Phase.HourOf(range.End - 1);
        var (firstHour, endHour) = HourPruning.Occupied(snapshot, table.Kind, first, lastHour + 1);
        if (firstHour >= endHour) return segments;
        var byFilter = filters.Where(filter => filter.Dimension != Dimension.Prompt)
            .Select(filter => HourPruning.Counts(snapshot, table, filter, firstHour, endHour)).ToList();
        if (byFilter.Count == 0) return [new Segment(from, end, -1)];
        for (var hour = firstHour; hour < endHour; hour++)
        {
            var index = hour - firstHour;
            if (byFilter.Exists(counts => counts[index] == 0)) continue;
            Add(segments, FactKey.First(snapshot.Phase.StartOf(hour)), FactKey.First(snapshot.Phase.StartOf(hour + 1)), IsExact ? byFilter[0][index] : -1);
        }

        return segments;
    }

    private void Add(List<Segment> segments, long first, long next, long count)
    {
        if (first >= end || next <= from) return;
        var isWhole = first >= from && next <= end && !(FilterSql.CutsMilliseconds(query) && (first == from || next == end));
        segments.Add(new Segment(Math.Max(first, from), Math.Min(next, end), isWhole ? count : -1));
    }

    private static int BlockOf(List<(long FirstKey, long Count)> blocks, long key)
    {
        int low = 0, high = blocks.Count - 1;
        if (key >= blocks[high].FirstKey) return high;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (blocks[middle].FirstKey <= key) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
