using NodaTime;

namespace Vitrine.Core.Query;

/// <summary>Ranges in a zone's calendar.</summary>
public static class QueryRange
{
    /// <summary>When the day (or, for a series by hours, the hour) that holds a time is over in the zone.</summary>
    public static long EndOfCurrent(Interval? interval, long now, DateTimeZone zone) =>
        Calendar.Points(now, long.MaxValue, interval == Interval.Hour ? Interval.Hour : Interval.Day, zone).First().End;

    /// <summary>The start of the first of so many calendar days, the last of which ends at or holds the end of the range.</summary>
    public static long DaysBefore(long to, int days, DateTimeZone zone) =>
        Calendar.StartOfDay(Calendar.DateOf(to - 1, zone).PlusDays(1 - days), zone);

    /// <summary>
    /// The range of the same length just before one: as many calendar days where both its ends are starts of days in the zone, the same
    /// elapsed time otherwise.
    /// </summary>
    public static TimeRange Previous(long from, long to, DateTimeZone zone)
    {
        var first = Calendar.DateOf(from, zone);
        var end = Calendar.DateOf(to, zone);
        if (Calendar.StartOfDay(first, zone) != from || Calendar.StartOfDay(end, zone) != to) return new TimeRange(from - (to - from), from);
        var days = Period.DaysBetween(first, end);
        return new TimeRange(Calendar.StartOfDay(first.PlusDays(-days), zone), from);
    }
}
