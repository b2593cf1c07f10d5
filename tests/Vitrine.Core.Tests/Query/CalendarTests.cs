using NodaTime;
using NodaTime.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Core.Tests.Query;

public class CalendarTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Pacific/Apia", "America/Sao_Paulo", "Asia/Beirut", "America/Havana", "Pacific/Chatham",
    ];

    [Theory]
    [InlineData("Europe/Berlin", "2025-03-29", "2025-04-01", "24,23,24")]
    [InlineData("Europe/Berlin", "2025-10-25", "2025-10-28", "24,25,24")]
    [InlineData("America/Sao_Paulo", "2018-11-03", "2018-11-06", "24,23,24")]
    [InlineData("Australia/Lord_Howe", "2025-04-05", "2025-04-08", "24,24.5,24")]
    [InlineData("Pacific/Apia", "2011-12-28", "2012-01-01", "24,24,24")]
    [InlineData("Asia/Kolkata", "2025-01-01", "2025-01-03", "24,24")]
    public void Days_have_the_hours_they_have_in_the_zone(string zone, string from, string to, string hours)
    {
        var points = Points(zone, from, to, Interval.Day);
        Assert.Equal(hours, string.Join(',', points.Select(point => point.Length / (decimal)FactTime.MicrosecondsPerHour)));
    }

    [Fact]
    public void A_day_without_midnight_starts_after_the_gap() =>
        Assert.Equal("2018-11-04T03:00:00Z", FactTime.ToWire(Calendar.StartOfDay(new LocalDate(2018, 11, 4), Zone("America/Sao_Paulo"))));

    [Fact]
    public void A_skipped_day_starts_with_the_next_one() =>
        Assert.Equal(
            Calendar.StartOfDay(new LocalDate(2011, 12, 31), Zone("Pacific/Apia")),
            Calendar.StartOfDay(new LocalDate(2011, 12, 30), Zone("Pacific/Apia")));

    [Fact]
    public void Weeks_start_on_monday_and_months_on_the_first()
    {
        Assert.Equal(
            ["2025-01-01T00:00:00Z", "2025-01-06T00:00:00Z", "2025-01-13T00:00:00Z"],
            Points("UTC", "2025-01-01", "2025-01-15", Interval.Week).Select(point => FactTime.ToWire(point.Start)));
        Assert.Equal(
            ["2025-01-15T05:00:00Z", "2025-02-01T05:00:00Z", "2025-03-01T05:00:00Z", "2025-04-01T04:00:00Z"],
            Points("America/New_York", "2025-01-15", "2025-04-02", Interval.Month).Select(point => FactTime.ToWire(point.Start)));
    }

    [Theory]
    [InlineData("Asia/Kolkata", "2025-01-01T00:10:00Z", "2025-01-01T02:00:00Z", "00:10,00:30,01:30")]
    [InlineData("Asia/Kathmandu", "2025-01-01T00:00:00Z", "2025-01-01T02:00:00Z", "00:00,00:15,01:15")]
    // The clocks go from 03:00 back to 02:00 at 01:00Z, and the hour is lived twice.
    [InlineData("Europe/Berlin", "2025-10-25T23:30:00Z", "2025-10-26T02:30:00Z", "23:30,00:00,01:00,02:00")]
    // 02:00 (+11) goes back to 01:30 (+10:30) at 15:00Z: one hour of 90 minutes.
    [InlineData("Australia/Lord_Howe", "2025-04-05T13:00:00Z", "2025-04-05T17:00:00Z", "13:00,14:00,15:30,16:30")]
    // 02:00 (+10:30) goes forward to 02:30 (+11) at 15:30Z: one hour of 30 minutes.
    [InlineData("Australia/Lord_Howe", "2025-10-04T13:30:00Z", "2025-10-04T17:30:00Z", "13:30,14:30,15:30,16:00,17:00")]
    // 00:01 went back to 23:01: whole hours of real time go on undisturbed.
    [InlineData("America/St_Johns", "2010-11-07T01:30:00Z", "2010-11-07T04:30:00Z", "01:30,02:30,03:30")]
    public void Hours_start_when_the_clocks_show_a_full_hour(string zone, string from, string to, string starts)
    {
        var points = Calendar.Points(Time(from), Time(to), Interval.Hour, Zone(zone));
        Assert.Equal(starts, string.Join(',', points.Select(point => FactTime.ToWire(point.Start)[11..16])));
    }

    [Fact]
    public void Points_cover_any_range_without_gap_or_overlap()
    {
        var random = new Random(7);
        foreach (var zone in Zones.Select(Zone))
        {
            foreach (var interval in Enum.GetValues<Interval>())
            {
                for (var round = 0; round < 40; round++)
                {
                    var from = Time("2010-06-01T00:00:00Z") + random.NextInt64(2 * 365 * FactTime.MicrosecondsPerDay);
                    var to = from + 1 + random.NextInt64(400 * FactTime.MicrosecondsPerDay / (interval == Interval.Hour ? 20 : 1));
                    var points = Calendar.Points(from, to, interval, zone).ToList();
                    Assert.Equal((from, to), (points[0].Start, points[^1].End));
                    Assert.DoesNotContain(points, point => point.IsEmpty);
                    Assert.All(points.Zip(points.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                    if (interval != Interval.Day) continue;
                    // The calendar shows the point's own date all through it, or an earlier one again where midnight was lived twice.
                    Assert.All(points, point => Assert.True(
                        Calendar.DateOf(point.End - 1, zone) <= Calendar.DateOf(point.Start, zone), $"{zone} {FactTime.ToWire(point.Start)}"));
                }
            }
        }
    }

    [Fact]
    public void An_empty_range_has_no_points() => Assert.Empty(Calendar.Points(10, 10, Interval.Day, DateTimeZone.Utc));

    [Fact]
    public void Times_before_the_epoch_have_their_points_too() =>
        Assert.Equal(
            [new TimeRange(-FactTime.MicrosecondsPerHour - 1, -FactTime.MicrosecondsPerHour), new TimeRange(-FactTime.MicrosecondsPerHour, -1)],
            Calendar.Points(-FactTime.MicrosecondsPerHour - 1, -1, Interval.Hour, DateTimeZone.Utc));

    private static List<TimeRange> Points(string zone, string from, string to, Interval interval) =>
        [.. Calendar.Points(StartOf(from, zone), StartOf(to, zone), interval, Zone(zone))];

    private static long StartOf(string date, string zone) => Calendar.StartOfDay(LocalDatePattern.Iso.Parse(date).Value, Zone(zone));

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    private static long Time(string text) => Calendar.ToMicroseconds(InstantPattern.ExtendedIso.Parse(text).Value);
}
