using NodaTime;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Testing.Oracles;

/// <summary>Where intervals start, found by walking the calendar one step at a time.</summary>
public static class OracleCalendar
{
    /// <summary>Starts of every interval that touches [from, to); the first one may lie before <paramref name="from"/>.</summary>
    public static IReadOnlyList<long> Starts(long from, long to, Interval interval, DateTimeZone zone) =>
        interval == Interval.Hour ? Hours(from, to, zone) : Dates(from, to, interval, zone);

    private static List<long> Dates(long from, long to, Interval interval, DateTimeZone zone)
    {
        var date = At(from).InZone(zone).Date;
        while (!IsFirst(date, interval)) date = date.PlusDays(-1);
        List<long> starts = [];
        for (; ; date = date.PlusDays(1))
        {
            if (!IsFirst(date, interval)) continue;
            var start = Microseconds(zone.AtStartOfDay(date).ToInstant());
            if (start >= to) return starts;
            starts.Add(start);
        }
    }

    private static bool IsFirst(LocalDate date, Interval interval) => interval switch
    {
        Interval.Week => date.DayOfWeek == IsoDayOfWeek.Monday,
        Interval.Month => date.Day == 1,
        _ => true,
    };

    /// <summary>Quarters of an hour, kept where the clock on the wall shows a full hour, or jumps into another one by part of an hour.</summary>
    private static List<long> Hours(long from, long to, DateTimeZone zone)
    {
        const long Quarter = 15 * 60 * 1_000_000L;
        List<long> starts = [];
        for (var time = ((from / Quarter) - 12) * Quarter; time < to; time += Quarter)
        {
            var local = At(time).InZone(zone);
            var before = At(time - Quarter).InZone(zone);
            var jumps = (local.Offset - before.Offset).Seconds % 3600 != 0 && local.Hour != before.Hour;
            if (local.Minute != 0 && !jumps) continue;
            if (time <= from) starts.Clear();
            starts.Add(time);
        }

        return starts;
    }

    private static Instant At(long microseconds) => Instant.FromUnixTimeTicks(microseconds * 10);

    private static long Microseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;
}
