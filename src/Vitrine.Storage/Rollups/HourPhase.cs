using Vitrine.Core.Facts;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// Where a project's hours start: at this many minutes past the UTC hour, so that days of its time zone are made of whole hours.
/// Days of rollups are groups of 24 such hours.
/// </summary>
internal readonly record struct HourPhase(int Minutes)
{
    private long Offset => Minutes * 60 * FactTime.MicrosecondsPerSecond;

    public long HourOf(long time) => (time - Offset) / FactTime.MicrosecondsPerHour;

    public long StartOf(long hour) => (hour * FactTime.MicrosecondsPerHour) + Offset;

    public static long DayOfHour(long hour) => hour / 24;
}
