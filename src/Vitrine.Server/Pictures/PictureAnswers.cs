using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

/// <summary>Chooses what of a picture is sent: a thumbnail, or the clean copy, which is made when it is first asked for.</summary>
internal sealed class PictureAnswers(IBlobStore blobs, IPictureReader reader, PictureLocks locks)
{
    /// <param name="size">As asked; null for the picture itself.</param>
    public async Task<IResult> OfAsync(string project, PictureRecord picture, string? size, CancellationToken cancellationToken)
    {
        var key = new BlobKey(project, picture.Bucket, picture.Hash);
        var isPublic = picture.Bucket != Bucket.RequestImages;
        if (size is not null)
        {
            if (!int.TryParse(size, out var pixels) || !PictureSizes.All.Contains(pixels)) return Problems.UnknownValue.With($"size is {string.Join(", ", PictureSizes.All)}.", "size");
            // Where it cannot be decoded there is no thumbnail, and the original is no substitute.
            return new SendPicture(blobs, key with { Variant = PictureSizes.VariantOf(pixels) }, PictureFormat.WebP.MediaType(), isPublic);
        }
        try
        {
            return new SendPicture(blobs, await CleanAsync(key, cancellationToken), picture.Info.Format.MediaType(), isPublic);
        }
        catch (PictureRefusedException refused)
        {
            return Problems.NotFound.With($"The picture is kept, but cannot be shown: {refused.Message}");
        }
    }

    private async Task<BlobKey> CleanAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var clean = key with { Variant = BlobVariant.Clean };
        if (await ExistsAsync(clean, cancellationToken)) return clean;
        using var held = await locks.EnterAsync(key, cancellationToken);
        if (await ExistsAsync(clean, cancellationToken) || await blobs.OpenAsync(key, 0, null, cancellationToken) is not { } content) return clean;
        await using (content)
        {
            var bytes = new byte[content.TotalLength];
            await content.Content.ReadExactlyAsync(bytes, cancellationToken);
            await blobs.PutAsync(clean, await reader.CleanAsync(bytes, cancellationToken), cancellationToken);
        }
        return clean;
    }

    private async Task<bool> ExistsAsync(BlobKey key, CancellationToken cancellationToken)
    {
        if (await blobs.OpenAsync(key, 0, 0, cancellationToken) is not { } content) return false;
        await content.DisposeAsync();
        return true;
    }
}
