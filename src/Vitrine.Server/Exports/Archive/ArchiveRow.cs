using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Exports.Archive;

/// <summary>A line of an archive's manifest, and the picture it tells of if that is here.</summary>
/// <param name="Id">As asked for, or the image's.</param>
/// <param name="Image">Null where it was asked for and there is none.</param>
/// <param name="Picture">Whole, with its checksum; null where <paramref name="Missing"/> says why there is none.</param>
internal sealed record ArchiveRow(string Id, FactRecord? Image, PictureRecord? Picture, string? Missing)
{
    /// <summary>The entry of the picture; null where there is none.</summary>
    public ZipEntry? Entry => Picture is { Crc32: { } crc }
        ? new ZipEntry(EntryName.Of(Image!, Picture.Info.Format), FactTime.ToDateTimeOffset(Image!.Time).UtcDateTime, Picture.Length, crc)
        : null;

    public ArchiveRow AsLost() => this with { Picture = null, Missing = ArchiveGaps.Lost };
}

/// <summary>Why an archive has no picture of an image.</summary>
internal static class ArchiveGaps
{
    /// <summary>There is no such image, or it is not the caller's to see.</summary>
    public const string NotFound = "not_found";

    /// <summary>Nothing is known of a picture.</summary>
    public const string NoPicture = "no_picture";

    /// <summary>It is where its URL says, and at most its thumbnails are here.</summary>
    public const string Elsewhere = "elsewhere";

    /// <summary>It was stored, and its bytes are gone.</summary>
    public const string Lost = "lost";
}
