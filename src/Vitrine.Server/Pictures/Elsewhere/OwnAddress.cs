using Vitrine.Core.Blobs;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>Reads addresses of this server's own pictures, under whatever name it was reached. The hash says which picture it is, so the name need not be known.</summary>
internal static class OwnAddress
{
    /// <returns>The public picture of the project that an address names; null where it names none.</returns>
    public static (Bucket Bucket, BlobHash Hash)? Find(string project, string? url)
    {
        if (url is null) return null;
        var path = url.StartsWith('/') ? url.Split('?', '#')[0] : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsolutePath : "";
        if (path.Split('/') is not ["", "pictures", var slug, var bucketName, var file] || slug != project) return null;
        return Buckets.Parse(bucketName) is { } bucket && bucket != Bucket.RequestImages && BlobHash.TryParse(Path.GetFileNameWithoutExtension(file), out var hash) ? (bucket, hash) : null;
    }
}
