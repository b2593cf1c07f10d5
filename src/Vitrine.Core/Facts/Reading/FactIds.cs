using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Core.Facts.Reading;

/// <summary>Ids of facts as sixteen bytes.</summary>
internal static class FactIds
{
    private const int TextLength = 36;

    /// <summary>A new UUIDv7.</summary>
    public static UInt128 New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The same key and position always make the same UUIDv8.</summary>
    public static UInt128 Derive(string idempotencyKey, int index)
    {
        Span<byte> input = stackalloc byte[1024];
        var length = Encoding.UTF8.GetBytes(idempotencyKey, input);
        BinaryPrimitives.WriteInt32BigEndian(input[length..], index);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(length + sizeof(int))], hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Only lower-case canonical UUIDs, since only those come back as they were sent; not the one of only zeros, which stands for none.</summary>
    public static bool TryParseUuid(ReadOnlySpan<byte> text, out UInt128 uuid)
    {
        uuid = 0;
        if (text.Length != TextLength) return false;
        ulong high = 0, low = 0;
        for (var position = 0; position < TextLength; position++)
        {
            var letter = text[position];
            if (position is 8 or 13 or 18 or 23)
            {
                if (letter != (byte)'-') return false;
                continue;
            }
            int nibble = letter switch
            {
                >= (byte)'0' and <= (byte)'9' => letter - '0',
                >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
                _ => -1,
            };
            if (nibble < 0) return false;
            high = (high << 4) | (low >> 60);
            low = (low << 4) | (uint)nibble;
        }
        uuid = new UInt128(high, low);
        return uuid != 0;
    }
}
