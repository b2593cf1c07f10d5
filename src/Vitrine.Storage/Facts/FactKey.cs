namespace Vitrine.Storage.Facts;

/// <summary>
/// Primary key of a fact: milliseconds since 1970 and a sequence, so that the table's own order is the order of time and lists and ranges
/// need no index.
/// </summary>
internal static class FactKey
{
    public const int SequenceBits = 21;
    public const long MaxSequence = (1L << SequenceBits) - 1;

    public static long Of(long microseconds, long sequence) => (Milliseconds(microseconds) << SequenceBits) | sequence;

    /// <summary>The first key at or after a time that has no part of a millisecond.</summary>
    public static long First(long microseconds) => Milliseconds(microseconds) << SequenceBits;

    /// <summary>The first key after every fact before a time. Facts of the time's own millisecond may have to be looked at more closely.</summary>
    public static long End(long microseconds) => First(microseconds + 999);

    public static long Time(long key, int micros) => ((key >> SequenceBits) * 1000) + micros;

    private static long Milliseconds(long microseconds) => Math.DivRem(microseconds, 1000).Quotient;
}
