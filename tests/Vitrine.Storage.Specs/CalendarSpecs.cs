using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Storage.Specs;

/// <summary>Intervals follow the calendar of the asked zone, whatever the project's zone is.</summary>
public abstract class CalendarSpecs : StoreSpecs
{
    [Theory]
    [InlineData("America/New_York", "2025-03-09T05:00:00Z", 23)]
    [InlineData("America/New_York", "2025-11-02T04:00:00Z", 25)]
    [InlineData("America/New_York", "2025-07-01T04:00:00Z", 24)]
    [InlineData("Asia/Kolkata", "2025-03-08T18:30:00Z", 24)]
    [InlineData("Asia/Kathmandu", "2025-03-08T18:15:00Z", 24)]
    [InlineData("America/St_Johns", "2025-03-09T03:30:00Z", 23)]
    [InlineData("Pacific/Apia", "2021-04-03T10:00:00Z", 25)]
    [InlineData("Australia/Lord_Howe", "2025-04-05T13:00:00Z", 24.5)]
    [InlineData("Australia/Lord_Howe", "2025-10-04T13:30:00Z", 23.5)]
    [InlineData("Asia/Beirut", "2025-03-29T22:00:00Z", 23)] // has no midnight
    public async Task A_day_is_as_long_as_its_zone_says(string zone, string start, double hours)
    {
        var day = FactTime.From(DateTimeOffset.Parse(start));
        var end = day + (long)(hours * FactTime.MicrosecondsPerHour);
        foreach (var projectZone in new[] { "UTC", zone, "Asia/Kathmandu" })
        {
            await using var store = await StartAsync(zone: DateTimeZoneProviders.Tzdb[projectZone]);
            await store.AppendAsync(new[] { day - 1, day, day + 1, (day + end) / 2, end - 1, end }.Select(time => Some.Image().At(time)));
            var query = Ask.About(FactKind.Image, Measure.Count, Measure.Users) with
            {
                From = day - FactTime.MicrosecondsPerDay,
                To = end + FactTime.MicrosecondsPerDay,
                Interval = Interval.Day,
                Zone = DateTimeZoneProviders.Tzdb[zone],
            };
            var answer = await store.QueryAsync(query);
            var point = answer.PointStarts.ToList().IndexOf(day);
            Assert.True(point > 0, $"no point starts at {start}");
            Assert.Equal(end, answer.PointStarts[point + 1]);
            Assert.Equal((1, 4, 1), (answer.Series[0].Points[point - 1].Count, answer.Series[0].Points[point].Count, answer.Series[0].Points[point + 1].Count));
            await store.HoldsAsync(query, $"project zone {projectZone}");
        }
    }

    [Fact]
    public async Task Weeks_start_on_Monday_and_months_on_the_first()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 70).Select(day => Some.Image().At(Some.Noon.AddDays(day - 35))));
        var query = Ask.About(FactKind.Image, Measure.Count) with { From = FactTime.From(Some.Noon.AddDays(-14)), To = FactTime.From(Some.Noon.AddDays(30)) };
        var weeks = await store.QueryAsync(query with { Interval = Interval.Week });
        // Noon is a Monday's: the first and the last week are cut.
        Assert.Equal([7, 7, 7, 7, 7, 7, 2], weeks.Series[0].Points.Select(point => point.Count));
        var months = await store.QueryAsync(query with { Interval = Interval.Month });
        Assert.Equal([5, 31, 8], months.Series[0].Points.Select(point => point.Count));
        await store.HoldsAsync(query with { Interval = Interval.Month, Zone = DateTimeZoneProviders.Tzdb["Asia/Kathmandu"] });
    }

    [Fact]
    public async Task An_hour_that_happens_twice_is_two_points()
    {
        await using var store = await StartAsync();
        var first = new DateTimeOffset(2025, 11, 2, 5, 0, 0, TimeSpan.Zero);
        await store.AppendAsync(Some.Image().At(first.AddMinutes(30)), Some.Image().At(first.AddMinutes(90)), Some.Image().At(first.AddMinutes(95)));
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with
        {
            From = FactTime.From(first),
            To = FactTime.From(first.AddHours(3)),
            Interval = Interval.Hour,
            Zone = DateTimeZoneProviders.Tzdb["America/New_York"],
        });
        Assert.Equal([1, 2, 0], answer.Series[0].Points.Select(point => point.Count));
    }

    [Fact]
    public async Task Hours_of_a_quarter_hour_zone_start_at_its_quarter()
    {
        await using var store = await StartAsync();
        var start = new DateTimeOffset(2025, 3, 10, 0, 15, 0, TimeSpan.Zero); // 06:00 in Kathmandu
        await store.AppendAsync(new[] { -1, 0, 59, 60 }.Select(minute => Some.Image().At(start.AddMinutes(minute))));
        var answer = await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with
        {
            From = FactTime.From(start.AddHours(-1)),
            To = FactTime.From(start.AddHours(2)),
            Interval = Interval.Hour,
            Zone = DateTimeZoneProviders.Tzdb["Asia/Kathmandu"],
        });
        Assert.Equal([1, 2, 1], answer.Series[0].Points.Select(point => point.Count));
        Assert.Equal(FactTime.From(start), answer.PointStarts[1]);
    }
}
