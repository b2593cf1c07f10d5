namespace Vitrine.Core.Query;

/// <summary>Microseconds since the Unix epoch: <paramref name="Start"/> inclusive, <paramref name="End"/> exclusive.</summary>
public readonly record struct TimeRange(long Start, long End)
{
    public bool IsEmpty => End <= Start;

    public long Length => End - Start;
}
