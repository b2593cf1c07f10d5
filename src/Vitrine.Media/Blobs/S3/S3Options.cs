using System.ComponentModel.DataAnnotations;

namespace Vitrine.Media.Blobs.S3;

/// <summary>A bucket of Amazon S3 or of what speaks like it, where Blobs:Store is s3.</summary>
public sealed class S3Options
{
    public const string SectionName = "S3";

    /// <summary>Address of the service, as https://ACCOUNT.r2.cloudflarestorage.com. Default none: Amazon's own in the region.</summary>
    [Url]
    public string? Endpoint { get; set; }

    /// <summary>Region, with which requests are signed; R2 calls its only one auto. Default us-east-1.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Name of the bucket, which must be there. Default none.</summary>
    public string? Bucket { get; set; }

    /// <summary>Key that may list, read, write and delete in the bucket. Default none: what AWS's variables, profile or the machine's role give.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret of that key. Default none.</summary>
    public string? SecretKey { get; set; }

    /// <summary>What the names of all objects begin with, so that a bucket can be shared. Default none.</summary>
    [RegularExpression("[A-Za-z0-9!_.*'()/-]{0,200}", ErrorMessage = "it has letters, digits and !_.*'()/- only.")]
    public string? KeyPrefix { get; set; }

    /// <summary>
    /// Mark of an installation that is gone for good, whose bucket this one takes over, as after a restore in earnest: what vitrine.owner holds, and the start says. Where another
    /// mark is found it does nothing. Default none.
    /// </summary>
    [RegularExpression("[0-9a-f]{32}", ErrorMessage = "it is the 32 hexadecimal digits that the object vitrine.owner holds.")]
    public string? TakeOverFrom { get; set; }

    /// <summary>Whether the bucket's name is in the path instead of the host's name, which every service but Amazon's takes. Default true.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>Whether each object is sent with a checksum of its own beside the signature, and checked with it; many services other than Amazon refuse that. Default false.</summary>
    public bool Checksums { get; set; }

    /// <summary>How long an attempt may take until it is answered, and how long its bytes may pause, in seconds. Default 20.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>How many times more is tried after a failure that may pass. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;
}
