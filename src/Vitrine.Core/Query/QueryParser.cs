using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Vitrine.Core.Query;

/// <summary>A question that was understood.</summary>
/// <param name="Previous">The range to compare with, where that was asked.</param>
public sealed record ParsedQuery(StatQuery Query, TimeRange? Previous)
{
    /// <summary>The same question about the range before, or null where no comparison was asked.</summary>
    public StatQuery? PreviousQuery => Previous is { } range ? Query with { From = range.Start, To = range.End } : null;
}

/// <summary>
/// Reads a question from the parameters of a query string: <c>kind</c>, <c>measure</c>, <c>by</c>, <c>interval</c>, <c>from</c>, <c>to</c>,
/// <c>days</c>, <c>tz</c>, <c>filter.&lt;dimension&gt;</c>, <c>top</c>, <c>compare</c>.
/// </summary>
public sealed class QueryParser(Parameters parameters, long now, DateTimeZone projectZone, QueryOptions options)
{
    private const string FilterPrefix = "filter.";
    private static readonly string[] Known = ["kind", "measure", "by", "interval", "from", "to", "days", "tz", "top", "compare", "project"];

    /// <summary>False where something could not be understood: <see cref="Parameters.Problems"/> says what.</summary>
    public bool TryParse([NotNullWhen(true)] out ParsedQuery? parsed)
    {
        parameters.RefuseUnknown(name => Known.Contains(name) || IsFilter(name), $"{string.Join(", ", Known)}, {FilterPrefix}<dimension>");
        var kind = ReadKind();
        var zone = parameters.Zone(projectZone);
        var interval = ReadInterval();
        var measures = ReadMeasures(kind);
        var by = parameters.Text("by") is { } name ? ReadDimension("by", name, kind) : Dimension.None;
        var filters = ReadFilters(kind);
        var top = parameters.Number("top", options.DefaultTop, 1, options.MaxTop);
        var compare = parameters.Word("compare", "previous") is not null;
        var range = parameters.Range(zone, interval, now, options);
        if (interval is { } length && Calendar.Points(range.Start, range.End, length, zone).Take(options.MaxPoints + 1).Count() > options.MaxPoints)
        {
            parameters.Refuse("too_many_points", "interval",
                $"The range holds more than {options.MaxPoints} points; ask for a longer interval or a shorter range.");
        }

        parsed = null;
        if (parameters.Problems.Count > 0 || kind is null) return false;
        var query = new StatQuery
        {
            Kind = kind.Kind,
            Measures = measures,
            By = by,
            Filters = filters,
            From = range.Start,
            To = range.End,
            Zone = zone,
            Interval = interval,
            Top = by == Dimension.None ? null : top,
        };
        parsed = new ParsedQuery(query, compare ? QueryRange.Previous(range.Start, range.End, zone) : null);
        return true;
    }

    private static bool IsFilter(string name) => name.StartsWith(FilterPrefix, StringComparison.Ordinal);

    private KindCatalogue? ReadKind()
    {
        var kinds = string.Join(", ", MeasureCatalogue.Kinds.Select(kind => kind.WireName));
        if (parameters.Text("kind") is not { } name)
        {
            parameters.Refuse("missing_parameter", "kind", $"Say what to count: {kinds}.");
            return null;
        }
        var found = MeasureCatalogue.Find(name);
        if (found is null) parameters.Refuse("unknown_kind", "kind", $"There is no kind '{name}'. Known: {kinds}.");
        return found;
    }

    private Interval? ReadInterval()
    {
        switch (parameters.Text("interval"))
        {
            case null: return null;
            case "hour": return Interval.Hour;
            case "day": return Interval.Day;
            case "week": return Interval.Week;
            case "month": return Interval.Month;
            case var name:
                parameters.Refuse("unknown_interval", "interval", $"There is no interval '{name}'. Known: hour, day, week, month.");
                return null;
        }
    }

    private List<Measure> ReadMeasures(KindCatalogue? kind)
    {
        var measures = new List<Measure>();
        foreach (var name in parameters.Values("measure"))
        {
            if (!MeasureCatalogue.TryParse(name, out var measure))
            {
                parameters.Refuse("unknown_measure", "measure", $"There is no measure '{name}'.");
            }
            else if (kind is not null && !kind.Measures.Contains(measure))
            {
                parameters.Refuse("measure_not_of_kind", "measure", $"'{name}' is not measured for kind '{kind.WireName}', "
                    + $"which has {string.Join(", ", kind.Measures.Select(known => known.WireName()))}.");
            }
            else if (!measures.Contains(measure))
            {
                measures.Add(measure);
            }
        }
        if (measures.Count == 0 && kind is not null) measures.Add(kind.Measures[0]);
        return measures;
    }

    private Dimension ReadDimension(string field, string name, KindCatalogue? kind)
    {
        if (!DimensionNames.TryParse(name, out var dimension))
        {
            parameters.Refuse("unknown_dimension", field, $"There is no dimension '{name}'.");
        }
        else if (kind is not null && !kind.Dimensions.Contains(dimension))
        {
            parameters.Refuse("dimension_not_of_kind", field, kind.Dimensions.Count == 0
                ? $"Kind '{kind.WireName}' has no dimensions."
                : $"'{name}' is not a dimension of kind '{kind.WireName}', which has "
                    + $"{string.Join(", ", kind.Dimensions.Select(known => known.WireName()))}.");
        }
        return dimension;
    }

    private List<DimensionFilter> ReadFilters(KindCatalogue? kind) =>
        [.. parameters.Names.Where(IsFilter).Select(name => parameters.Filter(name, ReadDimension(name, name[FilterPrefix.Length..], kind), options)!)];
}
