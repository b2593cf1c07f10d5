using System.Buffers.Binary;
using System.IO.Compression;
using Vitrine.Core.Pictures;
using Vitrine.Media.Vips;

namespace Vitrine.Media.Tests;

/// <summary>Pictures for tests, made on the spot.</summary>
internal static class Pictures
{
    /// <summary>A red picture with a blue stripe at its left, a quarter wide.</summary>
    public static byte[] Of(PictureFormat format, int width = 400, int height = 200)
    {
        using var draw = VipsOperation.Of("svgload_buffer").Set("buffer", System.Text.Encoding.UTF8.GetBytes(
            $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#c80000"/><rect width="25%" height="100%" fill="#0000ff"/></svg>""")).Run();
        using var drawn = draw.Image();
        using var flatten = VipsOperation.Of("flatten").Set("in", drawn).Run();
        using var image = flatten.Image();
        return Save(image, format);
    }

    /// <summary>A picture that no format makes small, so that half of its bytes is half of it.</summary>
    public static byte[] Noise(PictureFormat format, int width = 200, int height = 200)
    {
        using var make = VipsOperation.Of("gaussnoise", $"width={width},height={height},mean=128,sigma=60,seed=7").Run();
        using var noise = make.Image();
        using var cast = VipsOperation.Of("cast", "format=uchar").Set("in", noise).Run();
        using var bytes = cast.Image();
        using var convert = VipsOperation.Of("colourspace", "space=srgb").Set("in", bytes).Run();
        using var image = convert.Image();
        return Save(image, format);
    }

    private static byte[] Save(VipsImage image, PictureFormat format)
    {
        var saver = format == PictureFormat.Avif ? "heifsave_buffer" : format.WireName() + "save_buffer";
        using var save = VipsOperation.Of(saver, format == PictureFormat.Avif ? "compression=av1,effort=0" : "").Set("in", image).Run();
        return save.Bytes();
    }

    /// <summary>A JPEG that says where it was taken, what with, and that it lies on its side.</summary>
    public static byte[] JpegWithPosition(string camera, ushort orientation)
    {
        var plain = Of(PictureFormat.Jpeg);
        var exif = Exif(camera, orientation);
        var marker = new byte[] { 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2) };
        return [.. plain.AsSpan(0, 2), .. marker, .. exif, .. plain.AsSpan(2)];
    }

    /// <summary>A PNG whose header promises far more pixels than it has bytes.</summary>
    public static byte[] PngOfSize(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(new byte[1000]);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>The same with a text chunk.</summary>
    public static byte[] PngWithText(string text)
    {
        var plain = Of(PictureFormat.Png);
        // Behind the signature and the header, whose sizes never change.
        const int afterHeader = 8 + 25;
        return [.. plain.AsSpan(0, afterHeader), .. Chunk("tEXt"u8, [.. "prompt\0"u8, .. System.Text.Encoding.Latin1.GetBytes(text)]), .. plain.AsSpan(afterHeader)];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] typed = [.. type, .. data];
        var chunk = new byte[4 + typed.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + typed.Length), Crc32(typed));
        return chunk;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }
        return ~crc;
    }

    // TIFF, little-endian: make, orientation, and a position with one rational.
    private static byte[] Exif(string camera, ushort orientation)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("Exif\0\0"u8);
        writer.Write("II*\0"u8);
        writer.Write(8);
        const int entries = 3, ifd = 8, afterIfd = ifd + 2 + (entries * 12) + 4;
        writer.Write((ushort)entries);
        var make = System.Text.Encoding.ASCII.GetBytes(camera + "\0");
        Entry(0x010F, 2, make.Length, afterIfd);
        Entry(0x0112, 3, 1, orientation);
        Entry(0x8825, 4, 1, afterIfd + make.Length);
        writer.Write(0);
        writer.Write(make);
        var gps = afterIfd + make.Length;
        writer.Write((ushort)1);
        Entry(0x0002, 5, 3, gps + 2 + 12 + 4);
        writer.Write(0);
        foreach (var number in (int[])[43, 1, 28, 1, 12, 1]) writer.Write(number);
        writer.Flush();
        return stream.ToArray();

        void Entry(ushort tag, ushort type, int count, int value)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }
    }
}
