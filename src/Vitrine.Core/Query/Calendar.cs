using NodaTime;
using NodaTime.TimeZones;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>Hours, days, ISO weeks and months of a time zone, as ranges of real time.</summary>
public static class Calendar
{
    /// <summary>
    /// The points of a series: ranges that cover [<paramref name="from"/>, <paramref name="to"/>) without gap or overlap, the first and the
    /// last clipped to it. A day has as many hours as it has in the zone (23 or 25 around daylight saving; a day that the zone skipped has no
    /// point); an hour is an hour of real time that starts when the zone's clocks show a full hour.
    /// </summary>
    public static IEnumerable<TimeRange> Points(long from, long to, Interval interval, DateTimeZone zone)
    {
        if (to <= from) yield break;
        var start = from;
        foreach (var boundary in interval == Interval.Hour ? Hours(from, zone) : Dates(from, interval, zone))
        {
            if (boundary >= to) break;
            yield return new TimeRange(start, boundary);
            start = boundary;
        }
        yield return new TimeRange(start, to);
    }

    /// <summary>The points of a question; one that covers the whole range where it asks for no interval.</summary>
    public static IReadOnlyList<TimeRange> Points(StatQuery query) =>
        query.Interval is { } interval ? [.. Points(query.From, query.To, interval, query.Zone)] : [new TimeRange(query.From, query.To)];

    /// <summary>When a date begins in a zone: at midnight, after the gap where there is no midnight, at the first of two midnights.</summary>
    public static long StartOfDay(LocalDate date, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(date.AtMidnight());
        return ToMicroseconds(mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant());
    }

    /// <summary>The date that the zone's calendar shows.</summary>
    public static LocalDate DateOf(long time, DateTimeZone zone) => ToInstant(time).InZone(zone).Date;

    public static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static long ToMicroseconds(Instant instant) => FloorDivide(instant.ToUnixTimeTicks(), TimeSpan.TicksPerMicrosecond);

    // Every later start of a date unit, ascending.
    private static IEnumerable<long> Dates(long from, Interval interval, DateTimeZone zone)
    {
        var date = DateOf(from, zone);
        date = interval switch
        {
            Interval.Week => date.PlusDays(1 - (int)date.DayOfWeek),
            Interval.Month => date.PlusDays(1 - date.Day),
            _ => date,
        };
        var last = from;
        while (true)
        {
            date = interval switch { Interval.Week => date.PlusWeeks(1), Interval.Month => date.PlusMonths(1), _ => date.PlusDays(1) };
            var start = StartOfDay(date, zone);
            if (start <= last) continue;
            yield return start;
            last = start;
        }
    }

    // Every later start of an hour, ascending. A change of the zone's offset by whole hours does not disturb real hours. One by a part of an
    // hour starts a new hour only where the clock's hour changes: 01:59 to 01:30 makes one long hour, 01:59 to 02:30 a short one.
    private static IEnumerable<long> Hours(long from, DateTimeZone zone)
    {
        var at = from;
        var period = zone.GetZoneInterval(ToInstant(at));
        while (true)
        {
            var offset = OffsetOf(period);
            var next = ((HourOf(at + offset) + 1) * FactTime.MicrosecondsPerHour) - offset;
            if (period.HasEnd && ToMicroseconds(period.End) is var end && next >= end)
            {
                period = zone.GetZoneInterval(period.End);
                var shift = OffsetOf(period) - offset;
                var samePhase = shift % FactTime.MicrosecondsPerHour == 0;
                if (samePhase ? next > end : HourOf(end - 1 + offset) == HourOf(end + offset + shift))
                {
                    at = end;
                    continue;
                }
                next = end;
            }
            yield return next;
            at = next;
        }
    }

    private static long OffsetOf(ZoneInterval period) => period.WallOffset.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long HourOf(long time) => FloorDivide(time, FactTime.MicrosecondsPerHour);

    internal static long FloorDivide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
