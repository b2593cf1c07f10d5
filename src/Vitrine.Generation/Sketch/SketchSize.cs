using System.Drawing;
using System.Globalization;

namespace Vitrine.Generation.Sketch;

/// <summary>How large a sketch is: as asked in pixels, else a million pixels in the asked ratio, within what is sensible.</summary>
internal static class SketchSize
{
    private const int Least = 64;
    private const int Most = 2048;
    private const double Area = 1024 * 1024;

    public static Size Of(Size? asked, string? resolution, string? aspectRatio)
    {
        if (asked is { } size) return new Size(Side(size.Width), Side(size.Height));
        if (Pair(resolution, 'x') is { } pixels && pixels.Width >= Least && pixels.Height >= Least) return new Size(Side(pixels.Width), Side(pixels.Height));
        var ratio = Pair(aspectRatio, ':') is { } pair ? Math.Clamp(pair.Width / pair.Height, 0.125, 8) : 1;
        // Multiples of 16, as models make them.
        var width = 16 * Math.Round(Math.Sqrt(Area * ratio) / 16);
        return new Size(Side(width), Side(16 * Math.Round(width / ratio / 16)));
    }

    private static int Side(double pixels) => (int)Math.Clamp(pixels, Least, Most);

    private static (double Width, double Height)? Pair(string? text, char separator)
    {
        if (text?.Split(separator) is not [var first, var second]) return null;
        return double.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0
            && double.TryParse(second, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height) && height > 0
            ? (width, height) : null;
    }
}
