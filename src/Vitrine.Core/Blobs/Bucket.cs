namespace Vitrine.Core.Blobs;

/// <summary>What stored bytes are for, and with it who may see them.</summary>
public enum Bucket : byte
{
    GeneratedImages = 1,
    DatasetImages = 2,
    Logos = 3,
    ReferenceImages = 4,

    /// <summary>Pictures that users sent to an app. Never public.</summary>
    RequestImages = 5,
}

public static class Buckets
{
    public static IReadOnlyList<Bucket> All { get; } = Enum.GetValues<Bucket>();

    public static string WireName(this Bucket bucket) => bucket switch
    {
        Bucket.GeneratedImages => "generated-images",
        Bucket.DatasetImages => "dataset-images",
        Bucket.Logos => "logos",
        Bucket.ReferenceImages => "reference-images",
        Bucket.RequestImages => "request-images",
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "Not a bucket."),
    };

    public static Bucket? Parse(string? text)
    {
        foreach (var bucket in All)
        {
            if (bucket.WireName() == text) return bucket;
        }
        return null;
    }
}
