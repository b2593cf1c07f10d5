namespace Vitrine.Core.Query;

/// <summary>
/// Log-bucketed histogram of durations with a relative error of at most 1 % (Masson, Rim, Lee: "DDSketch", VLDB 2019, with
/// gamma = 1.02). Bucket <c>i</c> holds values in (gamma^(i-1), gamma^i]; bucket 0 holds 0 and 1 microsecond. Two sketches merge by adding.
/// </summary>
public sealed class QuantileSketch
{
    private const double Gamma = 1.02;
    private static readonly double InverseLogGamma = 1 / Math.Log(Gamma);

    // Buckets [first, first + counts.Length): durations of one kind lie close together, and there are many sketches.
    private long[] counts = [];
    private int first;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Buckets that are not empty, in order.</summary>
    public IEnumerable<(int Bucket, long Count)> Buckets()
    {
        for (var index = 0; index < counts.Length; index++)
        {
            if (counts[index] != 0) yield return (first + index, counts[index]);
        }
    }

    /// <summary>The bucket of a value in microseconds.</summary>
    public static int BucketOf(long microseconds) =>
        microseconds <= 1 ? 0 : (int)Math.Ceiling((Math.Log(microseconds) * InverseLogGamma) - 1e-9);

    /// <summary>The value that stands for a bucket: at most 1 % from any value in it.</summary>
    public static double ValueOf(int bucket) => bucket == 0 ? 1 : 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);

    public void Add(long microseconds) => AddBucket(BucketOf(microseconds), 1);

    public void AddBucket(int bucket, long count)
    {
        if (bucket < first || bucket >= first + counts.Length) Cover(bucket);
        counts[bucket - first] += count;
        Count += count;
    }

    public void Merge(QuantileSketch other)
    {
        for (var index = 0; index < other.counts.Length; index++)
        {
            if (other.counts[index] != 0) AddBucket(other.first + index, other.counts[index]);
        }
    }

    /// <summary>
    /// The value below or at which the share <paramref name="quantile"/> of all values lies (nearest rank), in microseconds;
    /// null without values.
    /// </summary>
    public double? Quantile(double quantile)
    {
        if (Count == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        for (var index = 0; ; index++)
        {
            rank -= counts[index];
            if (rank <= 0) return ValueOf(first + index);
        }
    }

    private void Cover(int bucket)
    {
        const int slack = 16;
        var low = counts.Length == 0 ? Math.Max(0, bucket - slack) : Math.Min(first, Math.Max(0, bucket - slack));
        var high = counts.Length == 0 ? bucket + slack : Math.Max(first + counts.Length - 1, bucket + slack);
        var wider = new long[high - low + 1];
        counts.CopyTo(wider.AsSpan(counts.Length == 0 ? 0 : first - low));
        counts = wider;
        first = low;
    }
}
