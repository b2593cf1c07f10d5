namespace Vitrine.Bench.Facts;

/// <summary>UUIDv7 in order: milliseconds, a sequence within them, random bits. Not thread-safe.</summary>
internal sealed class Uuid7(int seed)
{
    private readonly Random random = new(seed);
    private long lastMillisecond;
    private int sequence;

    public UInt128 Next(long millisecond)
    {
        sequence = millisecond == lastMillisecond ? sequence + 1 : 0;
        lastMillisecond = millisecond;
        // Beyond 4,096 in a millisecond the next one is borrowed.
        var high = ((ulong)(millisecond + (sequence >> 12)) << 16) | 0x7000 | (uint)(sequence & 0xFFF);
        var low = 0x8000_0000_0000_0000 | ((ulong)random.NextInt64() >> 1);
        return new UInt128(high, low);
    }

    public static void Write(UInt128 uuid, Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, uuid);
        if (!new Guid(bytes, bigEndian: true).TryFormat(text, out _)) throw new ArgumentException("A UUID needs 36 bytes.", nameof(text));
    }
}
