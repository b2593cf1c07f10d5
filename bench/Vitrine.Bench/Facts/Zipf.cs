namespace Vitrine.Bench.Facts;

/// <summary>Numbers below a bound, small ones far more often: the n-th in proportion to 1/n.</summary>
internal sealed class Zipf
{
    private readonly double[] cumulative;

    public Zipf(int count)
    {
        cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++) cumulative[rank] = sum += 1.0 / (rank + 1);
        for (var rank = 0; rank < count; rank++) cumulative[rank] /= sum;
    }

    public int Next(Random random)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, cumulative.Length - 1);
    }
}
