using Vitrine.Core.Pictures;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>Which stored picture an image shows: its own, the one that its URL names if that is of this server, or what was kept of one from elsewhere.</summary>
internal static class ImagePictures
{
    public static async Task<PictureRecord?> FindAsync(string project, IPictureIndex index, string image, string? url, CancellationToken cancellationToken)
    {
        PictureOwner own = new(PictureOwnerKind.Image, image), preview = new(PictureOwnerKind.Preview, image);
        var stored = await index.FindPicturesOfAsync([own, preview], cancellationToken);
        if (stored[own].FirstOrDefault() is { } picture) return picture;
        if (OwnAddress.Find(project, url) is var (bucket, hash) && await index.FindPictureAsync(bucket, hash, cancellationToken) is { } named) return named;
        return stored[preview].FirstOrDefault();
    }
}
