using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
/// <c>days</c>, <c>tz</c>, <c>filter.&lt;dimension&gt;</c>, <c>top</c>, <c>compare</c>. Every problem is reported, not only the first.
/// </summary>
public sealed class QueryParser(IEnumerable<KeyValuePair<string, string>> parameters, long now, DateTimeZone defaultZone, QueryLimits limits)
{
    private const string FilterPrefix = "filter.";
    private static readonly string[] Known = ["kind", "measure", "by", "interval", "from", "to", "days", "tz", "top", "compare", "project"];

    private readonly List<KeyValuePair<string, string>> parameters = [.. parameters];
    private readonly List<QueryProblem> problems = [];

    /// <summary>What could not be understood; filled by <see cref="TryParse"/>.</summary>
    public IReadOnlyList<QueryProblem> Problems => problems;

    public bool TryParse([NotNullWhen(true)] out ParsedQuery? parsed)
    {
        foreach (var name in parameters.Select(pair => pair.Key).Distinct().Where(name => !Known.Contains(name) && !name.StartsWith(FilterPrefix, StringComparison.Ordinal)))
        {
            Refuse("unknown_parameter", name, $"There is no parameter '{name}'. Known: {string.Join(", ", Known)}, {FilterPrefix}<dimension>.");
        }

        var kind = ReadKind();
        var zone = ReadZone(Value("tz"));
        var interval = ReadInterval();
        var measures = ReadMeasures(kind);
        var by = Value("by") is { } name2 ? ReadDimension("by", name2, kind) : Dimension.None;
        var filters = ReadFilters(kind);
        var top = ReadNumber("top", limits.DefaultTop, limits.MaxTop);
        var compare = ReadCompare();
        var range = ReadRange(interval, zone);

        parsed = null;
        if (problems.Count > 0 || kind is null) return false;
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

    /// <summary>Reads <c>from</c>, <c>to</c> and <c>days</c> alone, as the other reading paths take them.</summary>
    public bool TryParseRange(out TimeRange range, out DateTimeZone zone)
    {
        zone = ReadZone(Value("tz"));
        range = ReadRange(null, zone);
        return problems.Count == 0;
    }

    private string? Value(string name) => parameters.LastOrDefault(pair => pair.Key == name).Value is { Length: > 0 } value ? value : null;

    private IEnumerable<string> Values(string name) => parameters
        .Where(pair => pair.Key == name)
        .SelectMany(pair => ValueList.Split(pair.Value))
        .Distinct();

    private void Refuse(string code, string field, string detail) => problems.Add(new QueryProblem(code, field, detail));

    private KindCatalogue? ReadKind()
    {
        var kinds = string.Join(", ", MeasureCatalogue.Kinds.Select(kind => kind.WireName));
        if (Value("kind") is not { } name)
        {
            Refuse("missing_parameter", "kind", $"Say what to count: {kinds}.");
            return null;
        }
        var found = MeasureCatalogue.Find(name);
        if (found is null) Refuse("unknown_kind", "kind", $"There is no kind '{name}'. Known: {kinds}.");
        return found;
    }

    private DateTimeZone ReadZone(string? name)
    {
        if (name is null) return defaultZone;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone) return zone;
        Refuse("unknown_time_zone", "tz", $"There is no time zone '{name}'. Name one as the IANA database does, as in Europe/Berlin.");
        return defaultZone;
    }

    private Interval? ReadInterval()
    {
        switch (Value("interval"))
        {
            case null: return null;
            case "hour": return Interval.Hour;
            case "day": return Interval.Day;
            case "week": return Interval.Week;
            case "month": return Interval.Month;
            case var name:
                Refuse("unknown_interval", "interval", $"There is no interval '{name}'. Known: hour, day, week, month.");
                return null;
        }
    }

    private List<Measure> ReadMeasures(KindCatalogue? kind)
    {
        var measures = new List<Measure>();
        foreach (var name in Values("measure"))
        {
            if (!MeasureCatalogue.TryParse(name, out var measure))
            {
                Refuse("unknown_measure", "measure", $"There is no measure '{name}'.");
            }
            else if (kind is not null && !kind.Measures.Contains(measure))
            {
                Refuse("measure_not_of_kind", "measure", $"'{name}' is not measured for kind '{kind.WireName}', "
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
            Refuse("unknown_dimension", field, $"There is no dimension '{name}'.");
        }
        else if (kind is not null && !kind.Dimensions.Contains(dimension))
        {
            Refuse("dimension_not_of_kind", field, kind.Dimensions.Count == 0
                ? $"Kind '{kind.WireName}' has no dimensions."
                : $"'{name}' is not a dimension of kind '{kind.WireName}', which has "
                    + $"{string.Join(", ", kind.Dimensions.Select(known => known.WireName()))}.");
        }
        return dimension;
    }

    private List<DimensionFilter> ReadFilters(KindCatalogue? kind)
    {
        var filters = new List<DimensionFilter>();
        foreach (var field in parameters.Select(pair => pair.Key).Where(name => name.StartsWith(FilterPrefix, StringComparison.Ordinal)).Distinct())
        {
            var dimension = ReadDimension(field, field[FilterPrefix.Length..], kind);
            var values = Values(field).ToList();
            if (values.Count == 0) Refuse("missing_value", field, "A filter needs at least one value.");
            if (values.Count > limits.MaxFilterValues) Refuse("too_many_values", field, $"A filter takes at most {limits.MaxFilterValues} values.");
            filters.Add(new DimensionFilter(dimension, values));
        }
        return filters;
    }

    private int ReadNumber(string field, int fallback, int most)
    {
        if (Value(field) is not { } text) return fallback;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return (int)Math.Clamp(number, 1, most);
        Refuse("invalid_number", field, $"'{text}' is not a whole number.");
        return fallback;
    }

    private bool ReadCompare()
    {
        if (Value("compare") is not { } name) return false;
        if (name != "previous") Refuse("unknown_comparison", "compare", $"There is no comparison '{name}'. Known: previous.");
        return true;
    }

    private TimeRange ReadRange(Interval? interval, DateTimeZone zone)
    {
        var before = problems.Count;
        var days = ReadNumber("days", limits.DefaultDays, limits.MaxDays);
        var to = ReadTime("to", zone) ?? QueryRange.EndOfCurrent(interval, now, zone);
        var from = ReadTime("from", zone) ?? QueryRange.DaysBefore(to, days, zone);
        if (problems.Count > before) return default;
        if (from >= to) Refuse("empty_range", "from", "'from' must lie before 'to'.");
        else if (interval is { } length && Calendar.Points(from, to, length, zone).Take(limits.MaxPoints + 1).Count() > limits.MaxPoints)
        {
            Refuse("too_many_points", "interval", $"The range holds more than {limits.MaxPoints} points; ask for a longer interval or a shorter range.");
        }
        return new TimeRange(from, to);
    }

    private long? ReadTime(string field, DateTimeZone zone)
    {
        if (Value(field) is not { } text) return null;
        if (QueryTime.TryParse(text, zone, out var time)) return time;
        Refuse("invalid_time", field, $"'{text}' is not a time. Give an ISO 8601 date or date-time, or Unix seconds, from 1970 on.");
        return null;
    }
}
