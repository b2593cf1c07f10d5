using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Core.Tests.Query;

public class QueryParserTests
{
    // 2025-06-15 10:20:30 UTC
    private const long Now = 1_749_982_830 * FactTime.MicrosecondsPerSecond;

    [Fact]
    public void A_whole_question_is_understood()
    {
        var parsed = Parse("kind=image&measure=count,users,p95.duration&by=source&interval=day&from=2025-06-01&to=2025-06-08"
            + "&tz=Europe/Berlin&filter.source=scheduler,history_start&filter.style=noir&top=5&compare=previous");
        var query = parsed.Query;
        Assert.Equal(FactKind.Image, query.Kind);
        Assert.Equal([Measure.Count, Measure.Users, Measure.P95Duration], query.Measures);
        Assert.Equal((Dimension.Source, Interval.Day, 5), (query.By, query.Interval!.Value, query.Top!.Value));
        Assert.Equal(("2025-05-31T22:00:00Z", "2025-06-07T22:00:00Z"), Wire(query.From, query.To));
        Assert.Equal("Europe/Berlin", query.Zone.Id);
        Assert.Equal([Dimension.Source, Dimension.Style], query.Filters.Select(filter => filter.Dimension));
        Assert.Equal(["scheduler", "history_start"], query.Filters[0].Values);
        Assert.Equal(("2025-05-24T22:00:00Z", "2025-05-31T22:00:00Z"), Wire(parsed.Previous!.Value.Start, parsed.Previous.Value.End));
        Assert.Equal(parsed.Previous.Value.Start, parsed.PreviousQuery!.From);
    }

    [Fact]
    public void What_is_not_said_has_a_sensible_value()
    {
        var parsed = Parse("kind=message");
        Assert.Equal([Measure.Count], parsed.Query.Measures);
        Assert.Equal(("2025-05-17T00:00:00Z", "2025-06-16T00:00:00Z"), Wire(parsed.Query.From, parsed.Query.To));
        Assert.Null(parsed.Query.Interval);
        Assert.Null(parsed.Query.Top);
        Assert.Null(parsed.PreviousQuery);
        Assert.Equal([Measure.Users], Parse("kind=any").Query.Measures);
        Assert.Equal(100, Parse("kind=message&by=role").Query.Top);
    }

    [Theory]
    [InlineData("days=7", "2025-06-09T00:00:00Z", "2025-06-16T00:00:00Z")]
    [InlineData("days=1&tz=Asia/Kolkata", "2025-06-14T18:30:00Z", "2025-06-15T18:30:00Z")]
    [InlineData("days=7&to=2025-06-10", "2025-06-03T00:00:00Z", "2025-06-10T00:00:00Z")]
    [InlineData("days=1&to=2025-06-10T12:00", "2025-06-10T00:00:00Z", "2025-06-10T12:00:00Z")]
    [InlineData("days=1&interval=hour", "2025-06-15T00:00:00Z", "2025-06-15T11:00:00Z")]
    [InlineData("days=0", "2025-06-15T00:00:00Z", "2025-06-16T00:00:00Z")]
    [InlineData("days=-5", "2025-06-15T00:00:00Z", "2025-06-16T00:00:00Z")]
    [InlineData("days=99999999999", "2015-06-09T00:00:00Z", "2025-06-16T00:00:00Z")]
    [InlineData("from=2025-06-14", "2025-06-14T00:00:00Z", "2025-06-16T00:00:00Z")]
    public void A_range_is_days_or_ends(string text, string from, string to) =>
        Assert.Equal((from, to), Wire(Parse("kind=image&" + text).Query.From, Parse("kind=image&" + text).Query.To));

    [Fact]
    public void Lengths_are_clamped()
    {
        Assert.Equal(1_000, Parse("kind=image&by=style&top=5000000").Query.Top);
        Assert.Equal(1, Parse("kind=image&by=style&top=-3").Query.Top);
    }

    [Fact]
    public void Values_and_measures_may_be_listed_or_repeated()
    {
        var query = Parse("kind=image&measure=duration,avg.duration&measure=count&filter.style=a,b&filter.style=b, c").Query;
        Assert.Equal([Measure.AverageDuration, Measure.Count], query.Measures);
        Assert.Equal(["a", "b", "c"], Assert.Single(query.Filters).Values);
    }

    [Theory]
    [InlineData(@"a,b", "a|b")]
    [InlineData(@"oil\, dark, noir", "oil, dark|noir")]
    [InlineData(@"C:\\, D:\x", @"C:\|D:\x")]
    [InlineData(@",, a ,", "a")]
    [InlineData(@"a\", @"a\")]
    public void A_comma_may_belong_to_a_value(string text, string values) => Assert.Equal(values, string.Join('|', ValueList.Split(text)));

    [Fact]
    public void The_range_before_has_as_many_days_across_daylight_saving()
    {
        var parsed = Parse("kind=image&from=2025-03-27&to=2025-04-03&tz=Europe/Berlin&compare=previous");
        Assert.Equal(("2025-03-19T23:00:00Z", "2025-03-26T23:00:00Z"), Wire(parsed.Previous!.Value.Start, parsed.Previous.Value.End));
        parsed = Parse("kind=image&from=2025-03-30T12:00&to=2025-03-30T14:00&compare=previous");
        Assert.Equal(("2025-03-30T10:00:00Z", "2025-03-30T12:00:00Z"), Wire(parsed.Previous!.Value.Start, parsed.Previous.Value.End));
    }

    [Theory]
    [InlineData("", "missing_parameter", "kind")]
    [InlineData("kind=picture", "unknown_kind", "kind")]
    [InlineData("kind=image&measure=likes", "unknown_measure", "measure")]
    [InlineData("kind=image&measure=tokens", "measure_not_of_kind", "measure")]
    [InlineData("kind=any&measure=count", "measure_not_of_kind", "measure")]
    [InlineData("kind=image&by=mood", "unknown_dimension", "by")]
    [InlineData("kind=image&by=role", "dimension_not_of_kind", "by")]
    [InlineData("kind=conversation&by=user", "dimension_not_of_kind", "by")]
    [InlineData("kind=image&filter.mood=a", "unknown_dimension", "filter.mood")]
    [InlineData("kind=image&filter.style=", "missing_value", "filter.style")]
    [InlineData("kind=image&filter.source=cron", "unknown_value", "filter.source")]
    [InlineData("kind=image&tz=Mars/Base", "unknown_time_zone", "tz")]
    [InlineData("kind=image&interval=minute", "unknown_interval", "interval")]
    [InlineData("kind=image&from=soon", "invalid_time", "from")]
    [InlineData("kind=image&from=2025-06-02&to=2025-06-01", "empty_range", "from")]
    [InlineData("kind=image&from=2025-06-01&to=2025-06-01", "empty_range", "from")]
    [InlineData("kind=image&from=2016-01-01&interval=hour", "too_many_points", "interval")]
    [InlineData("kind=image&from=0&to=8999-01-01&interval=day", "too_many_points", "interval")]
    [InlineData("kind=image&top=many", "invalid_number", "top")]
    [InlineData("kind=image&days=3.5", "invalid_number", "days")]
    [InlineData("kind=image&compare=last_year", "unknown_value", "compare")]
    [InlineData("kind=image&measures=count", "unknown_parameter", "measures")]
    public void What_cannot_be_asked_is_refused_with_its_reason(string text, string code, string field)
    {
        var parameters = Read(text);
        Assert.False(new QueryParser(parameters, Now, DateTimeZone.Utc, new QueryOptions()).TryParse(out _));
        var problem = Assert.Single(parameters.Problems);
        Assert.Equal((code, field), (problem.Code, problem.Field));
        Assert.NotEmpty(problem.Detail);
    }

    [Fact]
    public void Every_problem_is_told()
    {
        var parameters = Read("kind=image&measure=likes&by=mood&tz=nowhere&from=soon");
        Assert.False(new QueryParser(parameters, Now, DateTimeZone.Utc, new QueryOptions()).TryParse(out _));
        Assert.Equal(["unknown_time_zone", "unknown_measure", "unknown_dimension", "invalid_time"], parameters.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Everything_the_catalogue_lists_may_be_asked()
    {
        foreach (var kind in MeasureCatalogue.Kinds)
        {
            foreach (var by in kind.Dimensions.Select(dimension => "&by=" + dimension.WireName()).Append(""))
            {
                var text = $"kind={kind.WireName}&measure={string.Join(',', kind.Measures.Select(measure => measure.WireName()))}{by}";
                Assert.Equal(kind.Measures, Parse(text).Query.Measures);
            }
        }
    }

    private static ParsedQuery Parse(string text)
    {
        var parameters = Read(text);
        Assert.True(new QueryParser(parameters, Now, DateTimeZone.Utc, new QueryOptions()).TryParse(out var parsed), string.Join("; ", parameters.Problems));
        return parsed;
    }

    private static Parameters Read(string text) => new(
        text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])));

    private static (string From, string To) Wire(long from, long to) => (FactTime.ToWire(from), FactTime.ToWire(to));
}
