namespace Vitrine.Core.Blobs;

/// <summary>What is kept of a picture beside its bytes as they came.</summary>
public enum BlobVariant : byte
{
    /// <summary>The bytes as they came; their hash is the name.</summary>
    Original = 0,

    /// <summary>For the public: without metadata.</summary>
    Clean = 1,

    /// <summary>A thumbnail whose longest side is 64 pixels.</summary>
    Thumbnail64 = 2,

    /// <summary>A thumbnail whose longest side is 256 pixels.</summary>
    Thumbnail256 = 3,

    /// <summary>A thumbnail whose longest side is 1024 pixels.</summary>
    Thumbnail1024 = 4,
}

/// <summary>Where bytes are stored.</summary>
/// <param name="Project">A slug.</param>
/// <param name="Hash">Of the original, for each of its variants.</param>
public readonly record struct BlobKey(string Project, Bucket Bucket, BlobHash Hash, BlobVariant Variant = BlobVariant.Original)
{
    /// <summary>Below the project: safe as a path and as a key of S3.</summary>
    public string Path
    {
        get
        {
            var hash = Hash.ToString();
            return $"{Bucket.WireName()}/{hash[..2]}/{hash}{Suffix(Variant)}";
        }
    }

    /// <summary>Reads a <see cref="Path"/>; null where it is none.</summary>
    public static BlobKey? FromPath(string project, string path)
    {
        if (path.Split('/') is not [var bucketName, var folder, var file] || Buckets.Parse(bucketName) is not { } bucket) return null;
        foreach (var variant in Enum.GetValues<BlobVariant>())
        {
            var suffix = Suffix(variant);
            if (file.Length == 64 + suffix.Length && file.EndsWith(suffix, StringComparison.Ordinal)
                && BlobHash.TryParse(file[..64], out var hash) && file.StartsWith(folder, StringComparison.Ordinal)) return new BlobKey(project, bucket, hash, variant);
        }
        return null;
    }

    private static string Suffix(BlobVariant variant) => variant switch
    {
        BlobVariant.Original => "",
        BlobVariant.Clean => ".clean",
        BlobVariant.Thumbnail64 => ".64.webp",
        BlobVariant.Thumbnail256 => ".256.webp",
        BlobVariant.Thumbnail1024 => ".1024.webp",
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, "Not a variant."),
    };
}
