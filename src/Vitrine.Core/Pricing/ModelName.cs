namespace Vitrine.Core.Pricing;

/// <summary>What a model's name is without its date. Pure.</summary>
internal static class ModelName
{
    /// <summary>Cuts off <c>-2024-08-06</c>, <c>-20250514</c> and <c>@20250514</c>. Shorter numbers tell versions apart that cost otherwise.</summary>
    public static ReadOnlySpan<char> WithoutDate(ReadOnlySpan<char> name)
    {
        if (name.Length > 11 && name[^11] == '-' && name[^6] == '-' && name[^3] == '-' && IsDate(name[^10..^6], name[^5..^3], name[^2..])) return name[..^11];
        return name.Length > 9 && name[^9] is '-' or '@' && IsDate(name[^8..^4], name[^4..^2], name[^2..]) ? name[..^9] : name;
    }

    private static bool IsDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day) =>
        IsNumber(year, 2015, 2100) && IsNumber(month, 1, 12) && IsNumber(day, 1, 31);

    private static bool IsNumber(ReadOnlySpan<char> text, int from, int to)
    {
        var number = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter)) return false;
            number = (number * 10) + (letter - '0');
        }
        return number >= from && number <= to;
    }
}
