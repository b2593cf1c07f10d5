using Vitrine.Core.Blobs;
using Vitrine.Media.Blobs;
using Vitrine.Media.Blobs.S3;
using Vitrine.Storage.Blobs;

namespace Vitrine.Server.Pictures;

/// <summary>Makes the store of pictures that the options ask for.</summary>
internal static class BlobStores
{
    /// <summary>Of a project's folder, with pictures as files.</summary>
    public const string Folder = "blobs";

    /// <summary>In a project's folder, with pictures in a database.</summary>
    public const string Database = "blobs.db";

    /// <exception cref="StartException">A setting of the bucket is missing or wrong.</exception>
    public static IBlobStore Make(BlobOptions options, S3Options s3, DataFolder data, BlobOwner owner, TimeProvider clock) => options.Store switch
    {
        BlobStoreKind.Files => new FileSystemBlobStore(project => Path.Combine(data.ProjectFolder(project), Folder)),
        BlobStoreKind.Database => new SqliteBlobStore(project => Path.Combine(data.ProjectFolder(project), Database), clock),
        BlobStoreKind.S3 => new S3BlobStore(Checked(s3), owner.ReadMark(), clock),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Store, "Not a store."),
    };

    private static S3Options Checked(S3Options options)
    {
        if (string.IsNullOrEmpty(options.Bucket)) throw Wrong(nameof(options.Bucket), "is missing, and Vitrine:Blobs:Store is s3.");
        if (options.Endpoint is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw Wrong(nameof(options.Endpoint), "is no http or https address.");
        if (string.IsNullOrEmpty(options.AccessKey) != string.IsNullOrEmpty(options.SecretKey))
            throw Wrong(string.IsNullOrEmpty(options.AccessKey) ? nameof(options.AccessKey) : nameof(options.SecretKey), "is missing: a key and its secret go together.");
        return options;
    }

    private static StartException Wrong(string setting, string what) => new($"Vitrine:{S3Options.SectionName}:{setting} {what}");
}
