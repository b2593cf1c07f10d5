namespace Vitrine.Bench;

/// <summary>Medians of interleaved rounds.</summary>
internal static class Rounds
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Spread(IReadOnlyList<double> values) => $"{Median(values):0.00} ({values.Min():0.00}–{values.Max():0.00})";
}
