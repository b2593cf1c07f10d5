using Vitrine.Core.Pictures;
using Vitrine.Media.Vips;

namespace Vitrine.Media.Worker;

/// <summary>What the worker does with a picture, in its own process. Every failure of a decoder is a refusal.</summary>
internal sealed class PictureDecoder(long maxPixels)
{
    /// <summary>The longest sides of the thumbnails, the largest first.</summary>
    private static readonly int[] ThumbnailSizes = [1024, 256, 64];

    private const int WebpQuality = 80;
    private const int CleanQuality = 92;

    /// <summary>Only the header is read, so what is too large is refused before any of it is decoded.</summary>
    public PictureInfo Measure(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Measure(bytes, FormatOf(bytes));
        }
        catch (VipsException error)
        {
            throw Undecodable(error);
        }
    }

    public PreparedPicture Prepare(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var info = Measure(bytes, FormatOf(bytes));
            var thumbnails = new List<Thumbnail>();
            using var largest = Shrink(bytes, ThumbnailSizes[0]);
            foreach (var size in ThumbnailSizes) thumbnails.Add(Encode(largest, size));
            return new PreparedPicture(info, DominantColour.Of(largest), thumbnails);
        }
        catch (VipsException error)
        {
            throw Undecodable(error);
        }
    }

    public byte[] Clean(ReadOnlySpan<byte> bytes)
    {
        var format = FormatOf(bytes);
        try
        {
            Measure(bytes, format);
            using var image = Load(bytes, format, allFrames: true);
            using var turn = VipsOperation.Of("autorot").Set("in", image).Run();
            using var upright = turn.Image();
            using var save = VipsOperation.Of(Saver(format), SaveOptions(format)).Set("in", upright).Run();
            return save.Bytes();
        }
        catch (VipsException error)
        {
            throw Undecodable(error);
        }
    }

    /// <summary>Draws an SVG of our own.</summary>
    public static byte[] Draw(ReadOnlySpan<byte> svg)
    {
        using var load = VipsOperation.Of("svgload_buffer").Set("buffer", svg).Run();
        using var image = load.Image();
        using var save = VipsOperation.Of("pngsave_buffer", "compression=6,keep=none").Set("in", image).Run();
        return save.Bytes();
    }

    private static PictureFormat FormatOf(ReadOnlySpan<byte> bytes) => PictureFormats.Sniff(bytes)
        ?? throw new PictureRefusedException(PictureRefusals.UnknownFormat, "The bytes are no PNG, JPEG, WebP, GIF or AVIF.");

    private PictureInfo Measure(ReadOnlySpan<byte> bytes, PictureFormat format)
    {
        using var image = Load(bytes, format, allFrames: false);
        var (width, height) = image.Orientation >= 5 ? (image.Height, image.Width) : (image.Width, image.Height);
        if ((long)width * height > maxPixels)
            throw new PictureRefusedException(PictureRefusals.TooManyPixels, $"The picture has {width} by {height} pixels, more than {maxPixels / 1_000_000} million.");
        return new PictureInfo(format, width, height, image.Pages);
    }

    private static VipsImage Load(ReadOnlySpan<byte> bytes, PictureFormat format, bool allFrames)
    {
        var isAnimated = format is PictureFormat.Gif or PictureFormat.WebP;
        using var load = VipsOperation.Of(Loader(format), "fail-on=truncated" + (allFrames && isAnimated ? ",n=-1" : "")).Set("buffer", bytes).Run();
        return load.Image();
    }

    private static VipsImage Shrink(ReadOnlySpan<byte> bytes, int size)
    {
        using var shrink = VipsOperation.Of("thumbnail_buffer", $"width={size},height={size},size=down,option-string=\"[fail-on=truncated]\"").Set("buffer", bytes).Run();
        using var lazy = shrink.Image();
        // Decoded once, for all the sizes and the colour.
        return lazy.InMemory();
    }

    private static Thumbnail Encode(VipsImage largest, int size)
    {
        using var shrink = VipsOperation.Of("thumbnail_image", $"width={size},height={size},size=down").Set("in", largest).Run();
        using var image = shrink.Image();
        using var save = VipsOperation.Of("webpsave_buffer", $"Q={WebpQuality},keep=none,effort=2").Set("in", image).Run();
        return new Thumbnail(size, image.Width, image.Height, save.Bytes());
    }

    private static string Loader(PictureFormat format) => format switch
    {
        PictureFormat.Avif => "heifload_buffer",
        _ => format.WireName() + "load_buffer",
    };

    private static string Saver(PictureFormat format) => format switch
    {
        PictureFormat.Avif => "heifsave_buffer",
        _ => format.WireName() + "save_buffer",
    };

    private static string SaveOptions(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => $"Q={CleanQuality},keep=icc",
        PictureFormat.WebP => $"Q={CleanQuality},keep=icc",
        PictureFormat.Avif => $"Q={CleanQuality},keep=icc,compression=av1",
        _ => "keep=icc",
    };

    private static PictureRefusedException Undecodable(VipsException error) =>
        new(PictureRefusals.Undecodable, $"The picture cannot be decoded: {FirstLine(error.Message)}.");

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.');
}
