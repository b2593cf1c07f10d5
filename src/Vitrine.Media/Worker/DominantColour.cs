using Vitrine.Media.Vips;

namespace Vitrine.Media.Worker;

/// <summary>The colour that most of a picture has.</summary>
internal static class DominantColour
{
    private const int Side = 32;
    private const int BitsKept = 4;

    /// <summary>The mean of the fullest of 4,096 equal boxes of the sRGB cube; what is more than half transparent does not count.</summary>
    public static string Of(VipsImage picture)
    {
        using var shrink = VipsOperation.Of("thumbnail_image", $"width={Side},height={Side},size=down").Set("in", picture).Run();
        using var small = shrink.Image();
        using var convert = VipsOperation.Of("colourspace", "space=srgb").Set("in", small).Run();
        using var srgb = convert.Image();
        using var cast = VipsOperation.Of("cast", "format=uchar").Set("in", srgb).Run();
        using var bytes = cast.Image();
        return Of(bytes.Pixels(), bytes.Bands);
    }

    internal static string Of(ReadOnlySpan<byte> pixels, int bands)
    {
        const int boxes = 1 << (3 * BitsKept);
        var counts = new int[boxes];
        var sums = new int[boxes * 3];
        for (var at = 0; at + bands <= pixels.Length; at += bands)
        {
            if (bands == 4 && pixels[at + 3] < 128) continue;
            var box = 0;
            for (var band = 0; band < 3; band++) box = (box << BitsKept) | (pixels[at + band] >> (8 - BitsKept));
            counts[box]++;
            for (var band = 0; band < 3; band++) sums[(box * 3) + band] += pixels[at + band];
        }
        var fullest = 0;
        for (var box = 1; box < boxes; box++) fullest = counts[box] > counts[fullest] ? box : fullest;
        var count = Math.Max(1, counts[fullest]);
        return $"#{sums[fullest * 3] / count:x2}{sums[(fullest * 3) + 1] / count:x2}{sums[(fullest * 3) + 2] / count:x2}";
    }
}
