using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Media;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

/// <summary>Chooses what of a picture is sent: a thumbnail, or the clean copy. Whatever is missing of them is made when it is asked for, as after a restore.</summary>
internal sealed class PictureAnswers(IBlobStore blobs, IPictureReader reader, PictureLocks locks, MediaOptions media)
{
    /// <param name="size">As asked; null for the picture itself.</param>
    /// <param name="caching">One of <see cref="PictureCaching"/>.</param>
    public async Task<IResult> OfAsync(string project, PictureRecord picture, string? size, string caching, CancellationToken cancellationToken)
    {
        var variant = BlobVariant.Clean;
        if (size is not null)
        {
            if (!int.TryParse(size, out var pixels) || !PictureSizes.All.Contains(pixels)) return Problems.UnknownValue.With($"size is {string.Join(", ", PictureSizes.All)}.", "size");
            variant = PictureSizes.VariantOf(pixels);
        }
        // All that is here of a picture from elsewhere.
        if (variant == BlobVariant.Clean && !picture.IsWhole)
        {
            if (caching == PictureCaching.Public) return Problems.NotFound.With("Only thumbnails of the picture are kept.");
            variant = PictureSizes.VariantOf(PictureSizes.All[^1]);
        }
        // Tried once already: nobody makes a decoder try it again and again.
        if (picture.Colour is "") return Problems.NotFound.With("The picture is kept, but cannot be decoded.");
        var key = new BlobKey(project, picture.Bucket, picture.Hash, variant);
        try
        {
            await EnsureAsync(key, cancellationToken);
            var format = variant == BlobVariant.Clean ? picture.Info.Format : PictureFormat.WebP;
            return new SendPicture(blobs, key, format.MediaType(), caching);
        }
        catch (PictureRefusedException refused)
        {
            return Problems.NotFound.With($"The picture is kept, but cannot be shown: {refused.Message}");
        }
    }

    /// <summary>False where a picture from elsewhere must be fetched for what is asked: also after a restore, which brings no thumbnails.</summary>
    public async Task<bool> HasAsync(string project, PictureRecord picture, string? size, CancellationToken cancellationToken)
    {
        if (picture.IsWhole) return true;
        if (size is null && media.Mirror) return false;
        var variant = PictureSizes.VariantOf(int.TryParse(size, out var pixels) && PictureSizes.All.Contains(pixels) ? pixels : PictureSizes.All[^1]);
        return await blobs.ExistsAsync(new BlobKey(project, picture.Bucket, picture.Hash, variant), cancellationToken);
    }

    private async Task EnsureAsync(BlobKey key, CancellationToken cancellationToken)
    {
        if (await blobs.ExistsAsync(key, cancellationToken)) return;
        var original = key with { Variant = BlobVariant.Original };
        using var held = await locks.EnterAsync(original, cancellationToken);
        if (await blobs.ExistsAsync(key, cancellationToken) || await blobs.ReadAllAsync(original, cancellationToken) is not { } bytes) return;
        if (key.Variant == BlobVariant.Clean) await blobs.PutAsync(key, await reader.CleanAsync(bytes, cancellationToken), cancellationToken);
        else await PicturePreparation.StoreAsync(blobs, original, await reader.PrepareAsync(bytes, cancellationToken), cancellationToken);
    }
}
