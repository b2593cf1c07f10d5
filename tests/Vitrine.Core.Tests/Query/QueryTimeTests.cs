using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Tests.Query;

public class QueryTimeTests
{
    [Theory]
    [InlineData("2025-06-01", "UTC", "2025-06-01T00:00:00Z")]
    [InlineData("2025-06-01", "Asia/Kolkata", "2025-05-31T18:30:00Z")]
    [InlineData("2025-06-01T12:30", "Europe/Berlin", "2025-06-01T10:30:00Z")]
    [InlineData("2025-06-01T12:30:05.25", "UTC", "2025-06-01T12:30:05.25Z")]
    [InlineData("2025-06-01T12:30:05Z", "Europe/Berlin", "2025-06-01T12:30:05Z")]
    [InlineData("2025-06-01T12:30:05+05:30", "UTC", "2025-06-01T07:00:05Z")]
    [InlineData("2025-06-01T12:30:05 05:30", "UTC", "2025-06-01T07:00:05Z")]
    [InlineData("2025-06-01T12:30:05-04:00", "UTC", "2025-06-01T16:30:05Z")]
    [InlineData("2025-06-01 12:30", "UTC", "2025-06-01T12:30:00Z")]
    // There is no 02:30 on that day: half an hour into the gap is half an hour behind it.
    [InlineData("2025-03-30T02:30", "Europe/Berlin", "2025-03-30T01:30:00Z")]
    [InlineData("1748781005", "UTC", "2025-06-01T12:30:05Z")]
    [InlineData("1748781005.000001", "UTC", "2025-06-01T12:30:05.000001Z")]
    public void A_time_is_read_in_each_of_its_spellings(string text, string zone, string expected)
    {
        Assert.True(QueryTime.TryParse(text, DateTimeZoneProviders.Tzdb[zone], out var time));
        Assert.Equal(expected, FactTime.ToWire(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-02-30")]
    [InlineData("2025-06-01T25:00")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("1969-12-31")]
    [InlineData("9999-12-31")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("221845392000")]
    public void What_is_no_time_is_refused(string text) => Assert.False(QueryTime.TryParse(text, DateTimeZone.Utc, out _));
}
