using System.Diagnostics;
using Vitrine.Core.Stores;

namespace Vitrine.Storage.Reading;

/// <summary>
/// Reads on through a list without counting it: so many facts, or as far as a read's time and memory go, and a cursor to where it stopped.
/// </summary>
internal sealed class FactWalk(ISegmentReader reader, RecordReader records, int milliseconds)
{
    // Two thousand prompts of a megabyte each are no page.
    private const long MaxCharacters = 4 * 1024 * 1024;

    /// <param name="segments">Newest first.</param>
    /// <param name="below">Only facts below this key.</param>
    /// <param name="limit">At most so many.</param>
    /// <returns>The facts, and where to go on; null where everything was looked at.</returns>
    public (List<FactRecord> Items, string? Next) Read(List<Segment> segments, long below, int limit)
    {
        var items = new List<FactRecord>();
        var characters = 0L;
        var started = Stopwatch.GetTimestamp();
        var isFirst = true;
        foreach (var segment in segments)
        {
            if (segment.FirstKey >= below) continue;
            if (!isFirst && Stopwatch.GetElapsedTime(started).TotalMilliseconds >= milliseconds) return (items, FactLister.CursorOf(below));
            isFirst = false;
            foreach (var key in reader.Keys(segment, below, 0, limit - items.Count))
            {
                items.Add(records.Read(key));
                characters += items[^1].Values.Sum(value => (value as string)?.Length ?? 0L);
                if (items.Count == limit || characters >= MaxCharacters) return (items, FactLister.CursorOf(key));
            }

            below = segment.FirstKey;
        }

        return (items, null);
    }
}
