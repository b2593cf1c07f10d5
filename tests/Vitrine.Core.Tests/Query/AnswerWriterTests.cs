using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Tests.Query;

public class AnswerWriterTests
{
    private static readonly StatQuery Question = new()
    {
        Kind = FactKind.Image, Measures = [Measure.Count, Measure.AverageDuration], From = 0, To = 2 * FactTime.MicrosecondsPerDay,
    };

    [Fact]
    public void A_series_by_days_has_its_points()
    {
        var query = Question with { By = Dimension.Style, Interval = Interval.Day };
        var result = new StatResult(
            Sums(3), [new("noir", "Noir", false, Sums(2), [Sums(2), Sums(0)]), new(null, null, false, Sums(0), [Sums(0), Sums(0)]), new(null, null, true, Sums(1), [Sums(0), Sums(1)])],
            [0, FactTime.MicrosecondsPerDay]);
        Assert.Equal(
            """
            {"kind":"image","from":"1970-01-01T00:00:00Z","to":"1970-01-03T00:00:00Z","tz":"UTC","interval":"day","by":"style",
            "total":{"count":3,"avg.duration":1.5},"series":[
            {"key":"noir","label":"Noir","total":{"count":2,"avg.duration":1.5},"points":[
            {"t":"1970-01-01T00:00:00Z","count":2,"avg.duration":1.5},{"t":"1970-01-02T00:00:00Z","count":0,"avg.duration":null}]},
            {"key":null,"label":null,"total":{"count":0,"avg.duration":null},"points":[
            {"t":"1970-01-01T00:00:00Z","count":0,"avg.duration":null},{"t":"1970-01-02T00:00:00Z","count":0,"avg.duration":null}]},
            {"key":"(other)","label":"(other)","is_other":true,"total":{"count":1,"avg.duration":1.5},"points":[
            {"t":"1970-01-01T00:00:00Z","count":0,"avg.duration":null},{"t":"1970-01-02T00:00:00Z","count":1,"avg.duration":1.5}]}]}
            """.ReplaceLineEndings(""),
            Json(writer => AnswerWriter.Write(writer, query, result)));
    }

    [Fact]
    public void A_comparison_stands_beside_the_answer()
    {
        var previous = Question with { From = -Question.To, To = 0 };
        var answer = Json(writer => AnswerWriter.Write(
            writer, Question, new(Sums(3), [new(null, null, false, Sums(3), [])], []), (previous, new(Sums(1), [new(null, null, false, Sums(1), [])], []))));
        Assert.EndsWith(
            """
            "compare":{"from":"1969-12-30T00:00:00Z","to":"1970-01-01T00:00:00Z","total":{"count":1,"avg.duration":1.5},
            "series":[{"key":null,"label":null,"total":{"count":1,"avg.duration":1.5},"points":[]}]}}
            """.ReplaceLineEndings(""), answer);
    }

    [Fact]
    public void The_catalogue_lists_every_kind()
    {
        using var catalogue = JsonDocument.Parse(Json(writer => AnswerWriter.WriteCatalogue(writer, new QueryOptions())));
        var kinds = catalogue.RootElement.GetProperty("kinds").EnumerateArray().ToList();
        Assert.Equal(
            ["image", "message", "activity", "api_call", "command", "conversation", "any"], kinds.Select(kind => kind.GetProperty("kind").GetString()));
        Assert.Contains(kinds[0].GetProperty("measures").EnumerateArray(), measure =>
            measure.GetProperty("name").GetString() == "p95.duration" && measure.GetProperty("unit").GetString() == "seconds");
        Assert.Equal(4, catalogue.RootElement.GetProperty("intervals").GetArrayLength());
    }

    private static MeasureSums Sums(long count) => new() { Count = count, DurationCount = count, DurationSum = count * 1_500_000, DurationMax = 1_500_000 };

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
