using Vitrine.Core.Query;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// Where a project's hours start: at this many minutes past the UTC hour, so that days of its time zone are made of whole hours.
/// Days of rollups are groups of 24 such hours.
/// </summary>
internal readonly record struct HourPhase(int Minutes)
{
    public long HourOf(long time) => RangeCover.HourOf(time, Minutes);

    public long StartOf(long hour) => RangeCover.StartOf(hour, Minutes);

    public static long DayOfHour(long hour) => hour / 24;
}
