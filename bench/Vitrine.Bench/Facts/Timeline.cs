using Vitrine.Core.Facts;

namespace Vitrine.Bench.Facts;

/// <summary>Times of facts in order over ninety days, with the rhythm of a day: four times as many in the evening as at night.</summary>
internal sealed class Timeline
{
    public const int Days = 90;
    private readonly double[] cumulative = new double[24];
    private readonly long start;
    private readonly double factsPerDay;

    public Timeline(long end, long facts)
    {
        start = end - (Days * FactTime.MicrosecondsPerDay);
        factsPerDay = (double)facts / Days;
        var sum = 0.0;
        for (var hour = 0; hour < 24; hour++) cumulative[hour] = sum += 2.5 - (1.5 * Math.Cos((hour - 5) * Math.PI / 12));
        for (var hour = 0; hour < 24; hour++) cumulative[hour] /= sum;
    }

    /// <summary>Microseconds of the n-th fact.</summary>
    public long At(long index)
    {
        var day = (long)(index / factsPerDay);
        var share = (index / factsPerDay) - day;
        var hour = 0;
        while (cumulative[hour] <= share) hour++;
        var before = hour == 0 ? 0 : cumulative[hour - 1];
        var within = (share - before) / (cumulative[hour] - before);
        return start + (day * FactTime.MicrosecondsPerDay) + (long)((hour + within) * FactTime.MicrosecondsPerHour);
    }
}
