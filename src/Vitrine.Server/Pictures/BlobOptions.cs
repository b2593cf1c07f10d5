using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Pictures;

/// <summary>What keeps the bytes of pictures.</summary>
public enum BlobStoreKind
{
    /// <summary>Files in the project's folder.</summary>
    Files,

    /// <summary>Objects in a bucket of S3.</summary>
    S3,

    /// <summary>A database in the project's folder.</summary>
    Database,
}

/// <summary>Where pictures are kept, and for how long an address may show one that is not public.</summary>
public sealed class BlobOptions
{
    public const string SectionName = "Blobs";

    /// <summary>What keeps pictures: files, s3 (see S3) or database. What another store holds is not moved. Default Files.</summary>
    public BlobStoreKind Store { get; set; } = BlobStoreKind.Files;

    /// <summary>How long a signed address lasts where its maker does not say, in seconds. Default 3,600.</summary>
    [Range(1, 31_536_000)]
    public int AddressSeconds { get; set; } = 3_600;

    /// <summary>How long a signed address may last, in seconds; longer is refused. Default 604,800, a week.</summary>
    [Range(1, 31_536_000)]
    public int MaxAddressSeconds { get; set; } = 604_800;
}
