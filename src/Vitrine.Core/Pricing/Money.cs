namespace Vitrine.Core.Pricing;

internal static class Money
{
    // As of what is sent: more for one fact is a mistake.
    private const long MostNano = 1_000_000_000_000_000;

    /// <summary>Dollars as a whole number of units.</summary>
    /// <exception cref="FormatException">They are negative, absurd, or finer than a unit.</exception>
    public static long Whole(decimal dollars, long units)
    {
        const decimal most = 1_000_000;
        return dollars is >= 0 and <= most && decimal.IsInteger(dollars * units)
            ? (long)(dollars * units)
            : throw new FormatException($"{dollars} is no price: it is from 0 to {most:0} dollars in units of {1m / units:0.############}.");
    }

    /// <summary>A sum of parts of a nano-dollar, rounded half up.</summary>
    /// <returns>Null where it is absurd.</returns>
    public static long? Nano(Int128 parts, int partsOfNano)
    {
        var nano = (parts + (partsOfNano / 2)) / partsOfNano;
        return nano <= MostNano ? (long)nano : null;
    }
}
