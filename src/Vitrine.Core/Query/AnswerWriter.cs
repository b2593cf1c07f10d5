using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>Writes what the one query answers, and what may be asked of it, as JSON.</summary>
public static class AnswerWriter
{
    /// <summary>The key of the series that adds up what is beyond <see cref="StatQuery.Top"/>.</summary>
    public const string OtherKey = "(other)";

    /// <param name="compared">The same question about another range with its answer, where a comparison was asked.</param>
    public static void Write(Utf8JsonWriter writer, StatQuery query, StatResult result, (StatQuery Query, StatResult Result)? compared = null)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", query.Kind?.WireName() ?? MeasureCatalogue.AnyKind);
        writer.WriteString("from", FactTime.ToWire(query.From));
        writer.WriteString("to", FactTime.ToWire(query.To));
        writer.WriteString("tz", query.Zone.Id);
        writer.WriteString("interval", query.Interval is { } interval ? WireName(interval) : null);
        writer.WriteString("by", query.By == Dimension.None ? null : query.By.WireName());
        WriteFigures(writer, query, result);
        if (compared is var (otherQuery, otherResult))
        {
            writer.WriteStartObject("compare");
            writer.WriteString("from", FactTime.ToWire(otherQuery.From));
            writer.WriteString("to", FactTime.ToWire(otherQuery.To));
            WriteFigures(writer, otherQuery, otherResult);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    /// <summary>What may be asked: kinds with their measures (and units) and dimensions, intervals, limits.</summary>
    public static void WriteCatalogue(Utf8JsonWriter writer, QueryOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("kinds");
        foreach (var kind in MeasureCatalogue.Kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind.WireName);
            writer.WriteStartArray("measures");
            foreach (var measure in kind.Measures)
            {
                writer.WriteStartObject();
                writer.WriteString("name", measure.WireName());
                writer.WriteString("unit", measure.Unit());
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("dimensions");
            foreach (var dimension in kind.Dimensions) writer.WriteStringValue(dimension.WireName());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("intervals");
        foreach (var interval in Enum.GetValues<Interval>()) writer.WriteStringValue(WireName(interval));
        writer.WriteEndArray();
        writer.WriteStartObject("limits");
        writer.WriteNumber("points", options.MaxPoints);
        writer.WriteNumber("top", options.MaxTop);
        writer.WriteNumber("days", options.MaxDays);
        writer.WriteNumber("filter_values", options.MaxFilterValues);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter writer, StatQuery query, StatResult result)
    {
        writer.WriteStartObject("total");
        WriteMeasures(writer, query, result.Total);
        writer.WriteEndObject();
        writer.WriteStartArray("series");
        foreach (var series in result.Series)
        {
            writer.WriteStartObject();
            writer.WriteString("key", series.IsOther ? OtherKey : series.Key);
            writer.WriteString("label", series.IsOther ? OtherKey : series.Label);
            if (series.IsOther) writer.WriteBoolean("is_other", true);
            writer.WriteStartObject("total");
            WriteMeasures(writer, query, series.Total);
            writer.WriteEndObject();
            writer.WriteStartArray("points");
            for (var index = 0; index < series.Points.Count; index++)
            {
                writer.WriteStartObject();
                writer.WriteString("t", FactTime.ToWire(result.PointStarts[index]));
                WriteMeasures(writer, query, series.Points[index]);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteMeasures(Utf8JsonWriter writer, StatQuery query, MeasureSums sums)
    {
        foreach (var measure in query.Measures) MeasureCatalogue.Write(writer, measure, sums);
    }

    private static string WireName(Interval interval) => interval switch
    {
        Interval.Hour => "hour",
        Interval.Day => "day",
        Interval.Week => "week",
        _ => "month",
    };
}
