namespace Vitrine.Core.Query;

/// <summary>
/// Log-bucketed histogram of durations with a relative error of at most 1 % (Masson, Rim, Lee: "DDSketch", VLDB 2019, with
/// gamma = 1.02). Bucket <c>i</c> holds values in (gamma^(i-1), gamma^i]; bucket 0 holds 0 and 1 microsecond. Two sketches merge by adding.
/// </summary>
public sealed class QuantileSketch
{
    private const double Gamma = 1.02;
    private static readonly double InverseLogGamma = 1 / Math.Log(Gamma);

    private long[] counts = [];

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    public ReadOnlySpan<long> Buckets => counts;

    /// <summary>The bucket of a value in microseconds.</summary>
    public static int BucketOf(long microseconds) =>
        microseconds <= 1 ? 0 : (int)Math.Ceiling((Math.Log(microseconds) * InverseLogGamma) - 1e-9);

    /// <summary>The value that stands for a bucket: at most 1 % from any value in it.</summary>
    public static double ValueOf(int bucket) => bucket == 0 ? 1 : 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);

    public void Add(long microseconds) => AddBucket(BucketOf(microseconds), 1);

    public void AddBucket(int bucket, long count)
    {
        if (bucket >= counts.Length) Array.Resize(ref counts, Math.Max(bucket + 1, counts.Length * 2));
        counts[bucket] += count;
        Count += count;
    }

    public void Merge(QuantileSketch other)
    {
        for (var bucket = 0; bucket < other.counts.Length; bucket++)
        {
            if (other.counts[bucket] != 0) AddBucket(bucket, other.counts[bucket]);
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
        for (var bucket = 0; ; bucket++)
        {
            rank -= counts[bucket];
            if (rank <= 0) return ValueOf(bucket);
        }
    }
}
