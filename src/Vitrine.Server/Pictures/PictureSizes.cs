using Vitrine.Core.Blobs;

namespace Vitrine.Server.Pictures;

/// <summary>The sizes of thumbnails, by their longest side in pixels.</summary>
internal static class PictureSizes
{
    public static readonly int[] All = [64, 256, 1024];

    /// <exception cref="ArgumentOutOfRangeException">No thumbnail is made in that size.</exception>
    public static BlobVariant VariantOf(int size) => size switch
    {
        64 => BlobVariant.Thumbnail64,
        256 => BlobVariant.Thumbnail256,
        1024 => BlobVariant.Thumbnail1024,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Not a size of thumbnails."),
    };
}
