using System.Buffers.Binary;

namespace Vitrine.Core.Blobs;

/// <summary>The checksum of ZIP and PNG: CRC-32 with the polynomial 0xEDB88320, eight bytes at a time.</summary>
public struct Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    private uint rest;

    /// <summary>Of all bytes so far.</summary>
    public readonly uint Value => rest;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc32);
        crc.Add(bytes);
        return crc.Value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~rest;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }
        foreach (var value in bytes) crc = Tables[0][(crc ^ value) & 0xFF] ^ (crc >> 8);
        rest = ~crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (var index = 0u; index < 256; index++)
        {
            var crc = index;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            tables[0][index] = crc;
        }
        for (var index = 0; index < 256; index++)
        {
            for (var table = 1; table < 8; table++) tables[table][index] = (tables[table - 1][index] >> 8) ^ tables[0][tables[table - 1][index] & 0xFF];
        }
        return tables;
    }
}
