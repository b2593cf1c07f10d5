using System.Buffers.Binary;
using System.IO.Compression;

namespace Vitrine.Bench.Pictures;

/// <summary>Pictures of noise as PNG of about a megabyte, each with bytes of its own, so that none is stored already.</summary>
internal sealed class Png
{
    private const int Side = 590;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly byte[] template;
    private readonly int mark;
    private long count;

    public Png(int seed)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Side);
        // Eight bits, red, green and blue.
        (header[8], header[9]) = (8, 2);
        Write(file, "IHDR"u8, header);
        mark = (int)file.Position;
        Write(file, "tEXt"u8, "Comment\0................"u8);
        Write(file, "IDAT"u8, Noise(seed));
        Write(file, "IEND"u8, []);
        template = file.ToArray();
        // Two processes never make the same.
        count = Random.Shared.NextInt64();
    }

    /// <summary>The next picture. Thread-safe.</summary>
    public byte[] Next()
    {
        var picture = (byte[])template.Clone();
        const int text = 8, digits = 16;
        var chunk = picture.AsSpan(mark + 4, 4 + text + digits);
        Interlocked.Increment(ref count).TryFormat(chunk[(4 + text)..], out _, "x16");
        BinaryPrimitives.WriteUInt32BigEndian(picture.AsSpan(mark + 4 + chunk.Length), Checksum(chunk));
        return picture;
    }

    private static byte[] Noise(int seed)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            var random = new Random(seed);
            // Each row begins with its filter, which is none.
            var row = new byte[1 + (Side * 3)];
            for (var line = 0; line < Side; line++)
            {
                random.NextBytes(row.AsSpan(1));
                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] chunk = [.. type, .. data];
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(chunk));
        file.Write(number);
    }

    // CRC-32 as PNG has it, bit by bit: only for the small chunk in a loop.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
