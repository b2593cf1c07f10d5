using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures;

/// <summary>
/// <c>GET /pictures/{project}/{bucket}/{hash}.{format}</c>: open to everyone, as a link in a page is. Nobody finds a picture there without knowing the hash of its bytes;
/// those that are not public are there with a signature alone.
/// </summary>
internal static class ShowPicture
{
    public static readonly QueryParameter Size = new("size", "64, 256 or 1024: a thumbnail in WebP whose longest side is at most that.", IsNumber: true);

    public static readonly QueryParameter Expires = new(PictureAddresses.ExpiresParameter, "When the address expires, in Unix seconds; with a signature.", IsNumber: true);

    public static readonly QueryParameter Signature = new(PictureAddresses.SignatureParameter, "As the server made it, over everything before.");

    public static async Task<IResult> HandleAsync(
        string project, string bucket, string name, string? size, string? expires, string? signature, IProjectStores projects, PictureAnswers answers, PictureAddresses addresses,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Buckets.Parse(bucket) is not { } known || projects.Find(project) is null) return NotFound;
        if (!BlobHash.TryParse(Path.GetFileNameWithoutExtension(name), out var hash)) return NotFound;
        var caching = PictureCaching.Public;
        if (expires is not null || signature is not null)
        {
            var verdict = addresses.Judge(project, known, hash, size, expires, signature, clock.GetUtcNow().ToUnixTimeSeconds(), out var left);
            if (verdict == AddressVerdict.Wrong) return NotFound;
            if (verdict == AddressVerdict.Expired) return Problems.AddressExpired.With("Ask whoever gave you the address for another.");
            caching = known == Bucket.RequestImages ? PictureCaching.Never : PictureCaching.Until(left);
        }
        else if (known == Bucket.RequestImages)
        {
            return NotFound;
        }
        var index = await projects.GetAsync(project, cancellationToken) as IPictureIndex;
        return index is null || await index.FindPictureAsync(known, hash, cancellationToken) is not { } picture || !name.EndsWith("." + picture.Info.Format.WireName(), StringComparison.Ordinal)
            ? NotFound
            : await answers.OfAsync(project, picture, size, caching, cancellationToken);
    }

    /// <summary>The address of a public picture below the server's own; it lasts as long as the picture.</summary>
    public static string PathOf(string project, PictureRecord picture) => $"/pictures/{project}/{picture.Bucket.WireName()}/{picture.Hash}.{picture.Info.Format.WireName()}";

    /// <summary>The address of the thumbnail of usual size, from the picture's.</summary>
    public static string ThumbnailOf(string address) => $"{address}?size={PictureSizes.All[1]}";

    private static Problem NotFound => Problems.NotFound.With("There is no such picture.");
}
