namespace Vitrine.Core.Query;

/// <summary>Everything that is counted over a set of facts; two of them add up. A measure reads its figure off one.</summary>
public sealed class MeasureSums
{
    public long Count;
    public long Errors;

    /// <summary>Facts that carry a duration.</summary>
    public long DurationCount;
    public long DurationSum;
    public long DurationMax;
    public long InputTokens;
    public long OutputTokens;

    /// <summary>Nano-dollars.</summary>
    public long Cost;
    public long Bytes;

    /// <summary>Images whose normalised prompt the same user had already used in the range.</summary>
    public long Repeats;

    /// <summary>Distinct users; filled only when asked for.</summary>
    public long Users;

    /// <summary>Users first seen in the range, by any kind of fact; filled only when asked for.</summary>
    public long NewUsers;

    /// <summary>Distinct users of facts of any kind in the same range, the denominator of adoption; filled only when asked for.</summary>
    public long ActiveUsers;

    /// <summary>Durations; present only when a percentile was asked for.</summary>
    public QuantileSketch? Durations;

    public void Add(MeasureSums other)
    {
        Count += other.Count;
        Errors += other.Errors;
        DurationCount += other.DurationCount;
        DurationSum += other.DurationSum;
        DurationMax = Math.Max(DurationMax, other.DurationMax);
        InputTokens += other.InputTokens;
        OutputTokens += other.OutputTokens;
        Cost += other.Cost;
        Bytes += other.Bytes;
        Repeats += other.Repeats;
        if (other.Durations is not null) (Durations ??= new QuantileSketch()).Merge(other.Durations);
    }
}
