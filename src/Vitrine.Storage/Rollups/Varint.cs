namespace Vitrine.Storage.Rollups;

/// <summary>Numbers that are not negative, seven bits a byte, low ones first.</summary>
internal static class Varint
{
    public static void Write(List<byte> target, long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            target.Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        target.Add((byte)rest);
    }

    public static long Read(ReadOnlySpan<byte> source, ref int position)
    {
        long first = source[position++];
        if (first < 0x80) return first;
        var value = first & 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            long next = source[position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
