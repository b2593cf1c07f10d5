using System.Globalization;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Names an archive to the byte: which images were there when it was asked for first, and what it was then. It is its entity tag.</summary>
/// <param name="Before">Images from before this time are in it (microseconds); 0 where ids say which.</param>
/// <param name="Digest">Of its bytes and of what was asked.</param>
internal readonly record struct ArchiveTag(long Before, ulong Digest)
{
    public static ArchiveTag? Parse(string? text) =>
        text?.Trim('"').Split('-') is [var before, var digest]
        && long.TryParse(before, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var time) && time >= 0
        && ulong.TryParse(digest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            ? new ArchiveTag(time, hash)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before:x}-{Digest:x16}");
}
