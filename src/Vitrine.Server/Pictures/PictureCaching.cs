using System.Globalization;

namespace Vitrine.Server.Pictures;

/// <summary>Who may keep an answer, and for how long: the value of Cache-Control.</summary>
internal static class PictureCaching
{
    /// <summary>The address alone decides who sees it, and its bytes never change.</summary>
    public const string Public = "public, max-age=31536000, immutable";

    /// <summary>The caller decides.</summary>
    public const string Never = "private, no-store";

    /// <summary>The address decides, until it expires.</summary>
    public static string Until(long seconds) => string.Create(CultureInfo.InvariantCulture, $"private, max-age={seconds}");
}
