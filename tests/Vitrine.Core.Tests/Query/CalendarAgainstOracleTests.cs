using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing.Oracles;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Core.Tests.Query;

public sealed class CalendarAgainstOracleTests
{
    [Theory]
    [InlineData(Interval.Hour, 60)]
    [InlineData(Interval.Day, 24 * 20)]
    [InlineData(Interval.Week, 24 * 100)]
    [InlineData(Interval.Month, 24 * 400)]
    public void Points_start_where_a_walk_through_the_calendar_says_in_every_zone(Interval interval, int hours)
    {
        // Not for secrets: the same ranges in each run.
        var random = new Random(7);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            foreach (var around in Changes(zone).Append(random.NextInt64(FactTime.Earliest, FactTime.Earliest * 5 / 4)).Take(6))
            {
                var from = around - random.NextInt64(hours * FactTime.MicrosecondsPerHour);
                if (random.Next(3) == 0) from -= from % FactTime.MicrosecondsPerHour;
                var to = from + random.NextInt64(1, hours * FactTime.MicrosecondsPerHour);
                var points = Calendar.Points(from, to, interval, zone).Select(point => FactTime.ToWire(point.Start));
                var walked = OracleCalendar.Starts(from, to, interval, zone).Select(start => FactTime.ToWire(Math.Max(start, from)));
                Assert.True(walked.SequenceEqual(points), $"{id}, {interval}, from {from} to {to}:\n{string.Join(' ', points)}\n{string.Join(' ', walked)}");
            }
        }
    }

    /// <summary>Where the zone's offset changes since facts may be, the latest first.</summary>
    private static IEnumerable<long> Changes(DateTimeZone zone) =>
        zone.GetZoneIntervals(Instant.FromUtc(2015, 1, 1, 0, 0), Instant.FromUtc(2026, 1, 1, 0, 0))
            .Where(period => period.HasStart && period.Start > Instant.FromUtc(2015, 1, 1, 0, 0))
            .Select(period => period.Start.ToUnixTimeTicks() / 10)
            .Reverse();
}
