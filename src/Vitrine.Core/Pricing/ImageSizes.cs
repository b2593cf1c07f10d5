using System.Globalization;

namespace Vitrine.Core.Pricing;

/// <summary>Sizes as facts and prices write them.</summary>
public static class ImageSizes
{
    /// <summary>As <c>1024x1536</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long width, out long height)
    {
        (width, height) = (0, 0);
        var cross = text.IndexOfAny('x', 'X');
        return cross > 0
            && int.TryParse(text[..cross], NumberStyles.None, CultureInfo.InvariantCulture, out var wide) && (width = wide) > 0
            && int.TryParse(text[(cross + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var high) && (height = high) > 0;
    }
}
