namespace Vitrine.Core.Pictures;

/// <summary>The formats of pictures that are taken, decided by their first bytes and by nothing that anybody says of them.</summary>
public enum PictureFormat : byte
{
    Png = 1,
    Jpeg = 2,
    WebP = 3,
    Gif = 4,
    Avif = 5,
}

public static class PictureFormats
{
    /// <summary>How many bytes <see cref="Sniff"/> looks at.</summary>
    public const int SniffBytes = 32;

    public static string MediaType(this PictureFormat format) => "image/" + format.WireName();

    /// <summary>As in media types.</summary>
    public static string WireName(this PictureFormat format) => format switch
    {
        PictureFormat.Png => "png",
        PictureFormat.Jpeg => "jpeg",
        PictureFormat.WebP => "webp",
        PictureFormat.Gif => "gif",
        PictureFormat.Avif => "avif",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of pictures."),
    };

    /// <summary>The format whose signature the bytes begin with; null for none of them.</summary>
    public static PictureFormat? Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..]) return PictureFormat.Png;
        if (bytes is [0xFF, 0xD8, 0xFF, ..]) return PictureFormat.Jpeg;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return PictureFormat.WebP;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return PictureFormat.Gif;
        return IsAvif(bytes) ? PictureFormat.Avif : null;
    }

    // ISO base media: the first box is ftyp, whose major or compatible brands name AVIF.
    private static bool IsAvif(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..].StartsWith("ftyp"u8)) return false;
        var box = Math.Min(bytes.Length, (int)Math.Min(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), SniffBytes));
        for (var brand = 8; brand + 4 <= box; brand += brand == 8 ? 8 : 4)
        {
            if (bytes[brand..].StartsWith("avif"u8) || bytes[brand..].StartsWith("avis"u8)) return true;
        }
        return false;
    }
}
