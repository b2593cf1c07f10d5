using NodaTime;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>
/// How a range is read: full hours from the rollups, what is left at either end from the facts. Hour <c>h</c> covers one hour from
/// <c>h × 3600 s + phase × 60 s</c> after the Unix epoch.
/// </summary>
/// <param name="FirstHour">First full hour.</param>
/// <param name="EndHour">Hour after the last full one; equal to <paramref name="FirstHour"/> where the range holds no full hour.</param>
/// <param name="Head">What lies before the full hours, or the whole range where there are none; may be empty.</param>
/// <param name="Tail">What lies behind the full hours; may be empty.</param>
public readonly record struct RangeCover(long FirstHour, long EndHour, TimeRange Head, TimeRange Tail)
{
    public bool HasHours => EndHour > FirstHour;

    /// <summary>The parts to be read from the facts: none, one or two.</summary>
    public IEnumerable<TimeRange> Edges
    {
        get
        {
            if (!Head.IsEmpty) yield return Head;
            if (!Tail.IsEmpty) yield return Tail;
        }
    }

    /// <param name="phaseMinutes">When rollup hours start, in minutes after the full hour in UTC (0 to 59).</param>
    public static RangeCover Of(long from, long to, int phaseMinutes)
    {
        var first = -Calendar.FloorDivide(-(from - Phase(phaseMinutes)), FactTime.MicrosecondsPerHour);
        var end = HourOf(to, phaseMinutes);
        if (end <= first) return new RangeCover(first, first, new TimeRange(from, Math.Max(from, to)), new TimeRange(to, to));
        return new RangeCover(first, end, new TimeRange(from, StartOf(first, phaseMinutes)), new TimeRange(StartOf(end, phaseMinutes), to));
    }

    public static RangeCover Of(TimeRange range, int phaseMinutes) => Of(range.Start, range.End, phaseMinutes);

    /// <summary>The hour that a time (microseconds) falls into.</summary>
    public static long HourOf(long time, int phaseMinutes) => Calendar.FloorDivide(time - Phase(phaseMinutes), FactTime.MicrosecondsPerHour);

    /// <summary>When an hour starts, in microseconds.</summary>
    public static long StartOf(long hour, int phaseMinutes) => (hour * FactTime.MicrosecondsPerHour) + Phase(phaseMinutes);

    /// <summary>Minutes after the full hour in UTC at which the zone's own hours start, by its offset at a time: 30 for +05:30, 15 for +05:45.</summary>
    public static int PhaseOf(DateTimeZone zone, Instant at)
    {
        var minutes = zone.GetUtcOffset(at).Seconds / 60;
        return (int)(((-minutes % 60) + 60) % 60);
    }

    private static long Phase(int minutes) => minutes * 60 * FactTime.MicrosecondsPerSecond;
}
