namespace Vitrine.Core.Facts.Reading;

/// <summary>ISO 8601 as programs write it: a date, optionally a time behind T or a blank, a fraction, and Z or an offset. Without a zone it is UTC.</summary>
internal static class TimeText
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (!TryDate(ref text, out var date)) return false;
        microseconds = (date.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' ')) return false;
        text = text[1..];
        if (!TryDigits(ref text, 2, out var hour) || hour > 23 || !TrySkip(ref text, ':') || !TryDigits(ref text, 2, out var minute) || minute > 59) return false;
        int second = 0, fraction = 0;
        if (TrySkip(ref text, ':'))
        {
            if (!TryDigits(ref text, 2, out second) || second > 59) return false;
            if ((TrySkip(ref text, '.') || TrySkip(ref text, ',')) && !TryFraction(ref text, out fraction)) return false;
        }
        microseconds += ((((hour * 60L) + minute) * 60) + second) * FactTime.MicrosecondsPerSecond;
        microseconds += fraction;
        return TryZone(text, ref microseconds);
    }

    private static bool TryDate(ref ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (!TryDigits(ref text, 4, out var year) || !TrySkip(ref text, '-') || !TryDigits(ref text, 2, out var month)
            || !TrySkip(ref text, '-') || !TryDigits(ref text, 2, out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, ref long microseconds)
    {
        if (text.IsEmpty || text is [(byte)'Z'] or [(byte)'z']) return true;
        if (text[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = text[0] == (byte)'-' ? 1 : -1;
        text = text[1..];
        if (!TryDigits(ref text, 2, out var hours) || hours > 23) return false;
        var minutes = 0;
        var colon = TrySkip(ref text, ':');
        if ((colon || !text.IsEmpty) && (!TryDigits(ref text, 2, out minutes) || minutes > 59)) return false;
        microseconds += sign * ((hours * 60L) + minutes) * 60 * FactTime.MicrosecondsPerSecond;
        return text.IsEmpty;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out int microseconds)
    {
        microseconds = 0;
        var digits = 0;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            if (digits < 6) microseconds = (microseconds * 10) + (text[digits] - '0');
        }
        for (var place = digits; place < 6; place++) microseconds *= 10;
        text = text[digits..];
        return digits > 0;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count) return false;
        foreach (var digit in text[..count])
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = (value * 10) + (digit - '0');
        }
        text = text[count..];
        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }
}
