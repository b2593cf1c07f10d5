using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Core.Tests.Query;

public class RangeCoverTests
{
    private const long Hour = FactTime.MicrosecondsPerHour;
    private const long Minute = Hour / 60;

    [Fact]
    public void A_range_of_full_hours_has_no_edges()
    {
        var cover = RangeCover.Of(5 * Hour, 9 * Hour, 0);
        Assert.Equal((5, 9), (cover.FirstHour, cover.EndHour));
        Assert.Empty(cover.Edges);
    }

    [Fact]
    public void A_range_that_cuts_hours_has_an_edge_at_either_end()
    {
        var cover = RangeCover.Of((5 * Hour) + 1, (9 * Hour) + 2, 0);
        Assert.Equal((6, 9), (cover.FirstHour, cover.EndHour));
        Assert.Equal([new TimeRange((5 * Hour) + 1, 6 * Hour), new TimeRange(9 * Hour, (9 * Hour) + 2)], cover.Edges);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(50, 70)]
    [InlineData(1, 119)]
    public void A_range_without_a_full_hour_is_one_edge(int fromMinute, int toMinute)
    {
        var cover = RangeCover.Of(fromMinute * Minute, toMinute * Minute, 0);
        Assert.False(cover.HasHours);
        Assert.Equal([new TimeRange(fromMinute * Minute, toMinute * Minute)], cover.Edges);
    }

    [Fact]
    public void Hours_start_at_the_phase()
    {
        var cover = RangeCover.Of(30 * Minute, (2 * Hour) + (30 * Minute), 30);
        Assert.Equal((0, 2), (cover.FirstHour, cover.EndHour));
        Assert.Empty(cover.Edges);
        Assert.Equal(-1, RangeCover.HourOf(29 * Minute, 30));
    }

    [Fact]
    public void An_empty_range_has_neither_hours_nor_edges()
    {
        var cover = RangeCover.Of(90 * Minute, 90 * Minute, 0);
        Assert.False(cover.HasHours);
        Assert.Empty(cover.Edges);
    }

    [Fact]
    public void Hours_and_edges_add_up_to_any_range()
    {
        var random = new Random(11);
        for (var round = 0; round < 5_000; round++)
        {
            var phase = random.Next(60);
            var from = random.NextInt64(-100 * Hour, 100 * Hour);
            var to = from + random.NextInt64(1, 5 * Hour);
            var cover = RangeCover.Of(from, to, phase);
            Assert.All(cover.Edges, edge => Assert.True(edge.Length < (cover.HasHours ? Hour : 2 * Hour)));
            var parts = cover.Edges.ToList();
            if (cover.HasHours) parts.Add(new TimeRange(RangeCover.StartOf(cover.FirstHour, phase), RangeCover.StartOf(cover.EndHour, phase)));
            parts.Sort((left, right) => left.Start.CompareTo(right.Start));
            Assert.Equal((from, to), (parts[0].Start, parts[^1].End));
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        }
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Europe/Berlin", 0)]
    [InlineData("Asia/Kolkata", 30)]
    [InlineData("Asia/Kathmandu", 15)]
    [InlineData("America/St_Johns", 30)]
    [InlineData("Pacific/Chatham", 15)]
    public void The_phase_of_a_zone_is_where_its_hours_start(string zone, int phase)
    {
        var at = Instant.FromUtc(2025, 1, 1, 0, 0);
        Assert.Equal(phase, RangeCover.PhaseOf(DateTimeZoneProviders.Tzdb[zone], at));
        var hour = Calendar.Points(Calendar.ToMicroseconds(at) + 1, Calendar.ToMicroseconds(at) + (3 * Hour), Interval.Hour, DateTimeZoneProviders.Tzdb[zone]).Skip(1).First();
        Assert.Equal(hour.Start, RangeCover.StartOf(RangeCover.HourOf(hour.Start, phase), phase));
    }
}
