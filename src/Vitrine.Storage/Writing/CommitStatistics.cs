namespace Vitrine.Storage.Writing;

/// <summary>How long commits take, for <c>/metrics</c>. Written by the writer, read by all.</summary>
internal sealed class CommitStatistics
{
    private static readonly long[] UpperBounds = [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000];
    private readonly long[] counts = new long[UpperBounds.Length];
    private long commits;
    private long microseconds;
    private long diskFull;

    public long Commits => Interlocked.Read(ref commits);

    public long Microseconds => Interlocked.Read(ref microseconds);

    public long DiskFull => Interlocked.Read(ref diskFull);

    /// <summary>Cumulative counts by upper bound in microseconds.</summary>
    public IReadOnlyList<(long UpperBoundMicroseconds, long Count)> Histogram =>
        [.. UpperBounds.Select((bound, index) => (bound, Interlocked.Read(ref counts[index])))];

    public void Add(TimeSpan commit)
    {
        var took = (long)commit.TotalMicroseconds;
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref microseconds, took);
        for (var index = UpperBounds.Length - 1; index >= 0 && took <= UpperBounds[index]; index--) Interlocked.Increment(ref counts[index]);
    }

    public void AddDiskFull() => Interlocked.Increment(ref diskFull);
}
