namespace Vitrine.Core.Facts.Reading;

internal enum DecimalOutcome : byte
{
    Exact,

    /// <summary>Rounded half up, since the text has more places than are kept.</summary>
    Rounded,
    TooLarge,
}

/// <summary>Turns a JSON number into a whole number of tiny units without a detour through binary fractions.</summary>
internal static class DecimalText
{
    private const int MaxDigits = 19;

    /// <param name="number">A number that the JSON reader has checked.</param>
    /// <param name="scale">Decimal places kept: 9 makes nano-dollars of dollars.</param>
    /// <param name="value">The magnitude comes with its sign.</param>
    public static DecimalOutcome Parse(ReadOnlySpan<byte> number, int scale, out long value)
    {
        value = 0;
        var negative = number[0] == (byte)'-';
        ulong mantissa = 0;
        int digits = 0, exponent = scale, position = negative ? 1 : 0;
        bool fraction = false, lost = false;
        for (; position < number.Length; position++)
        {
            var letter = number[position];
            if (letter == (byte)'.')
            {
                fraction = true;
                continue;
            }
            if (letter is (byte)'e' or (byte)'E')
            {
                exponent += ParseExponent(number[(position + 1)..]);
                break;
            }
            if (digits == MaxDigits)
            {
                lost |= letter != (byte)'0';
                if (!fraction) exponent++;
                continue;
            }
            mantissa = (mantissa * 10) + (uint)(letter - '0');
            if (mantissa != 0) digits++;
            if (fraction) exponent--;
        }
        if (mantissa == 0) return lost ? DecimalOutcome.Rounded : DecimalOutcome.Exact;
        for (; exponent > 0; exponent--)
        {
            if (mantissa > long.MaxValue / 10) return DecimalOutcome.TooLarge;
            mantissa *= 10;
        }
        var last = 0ul;
        for (; exponent < 0 && (mantissa != 0 || last != 0); exponent++)
        {
            lost |= last != 0;
            (mantissa, last) = Math.DivRem(mantissa, 10);
        }
        if (last >= 5) mantissa++;
        if (mantissa > long.MaxValue) return DecimalOutcome.TooLarge;
        value = negative ? -(long)mantissa : (long)mantissa;
        return lost || last != 0 ? DecimalOutcome.Rounded : DecimalOutcome.Exact;
    }

    private static int ParseExponent(ReadOnlySpan<byte> text)
    {
        const int beyondEverything = 100_000;
        var negative = text[0] == (byte)'-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var value = 0;
        foreach (var digit in text) value = Math.Min(beyondEverything, (value * 10) + (digit - '0'));
        return negative ? -value : value;
    }
}
