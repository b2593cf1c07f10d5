using System.Drawing;
using Microsoft.Extensions.AI;

namespace Vitrine.Generation.Providers;

/// <summary>How large a picture is: as asked in pixels, else the usual number of pixels in the asked ratio, within what is sensible.</summary>
internal static class PixelSize
{
    private const int Least = 64;

    /// <param name="usual">Where nothing is asked.</param>
    /// <param name="most">The longest side.</param>
    public static Size Of(ImageGenerationOptions? options, Size usual, int most)
    {
        if (options?.ImageSize is { } size) return new Size(Side(size.Width, most), Side(size.Height, most));
        if (Wishes.Pair(options.Text(ImageProperties.Resolution), 'x') is { Width: >= Least, Height: >= Least } pixels)
            return new Size(Side(pixels.Width, most), Side(pixels.Height, most));
        if (Wishes.Pair(options.Text(ImageProperties.AspectRatio), ':') is not { } asked) return usual;
        var ratio = Math.Clamp(asked.Width / asked.Height, 0.125, 8);
        // Multiples of 16, as models make them.
        var width = 16 * Math.Round(Math.Sqrt((double)usual.Width * usual.Height * ratio) / 16);
        return new Size(Side(width, most), Side(16 * Math.Round(width / ratio / 16), most));
    }

    private static int Side(double pixels, int most) => (int)Math.Clamp(pixels, Least, most);
}
