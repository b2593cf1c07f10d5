using System.Diagnostics;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Whether there is processor time to spare beside ingest: not while facts were waiting when the tail was last written out, a moment ago. Set by
/// the writer, read by all.
/// </summary>
internal sealed class IngestPressure
{
    // Longer than the time between two flushes under load.
    private static readonly long Lasts = 3 * Stopwatch.Frequency / 2;
    private long until;

    public bool IsHigh => Stopwatch.GetTimestamp() < Volatile.Read(ref until);

    public void FactsWereWaiting() => Volatile.Write(ref until, Stopwatch.GetTimestamp() + Lasts);
}
