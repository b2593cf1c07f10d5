using System.Globalization;
using NodaTime;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>
/// The parameters of a query string as values. What cannot be read is remembered as a problem and has its default value, so that every
/// problem of a request is told at once. An empty value is as good as none.
/// </summary>
public sealed class Parameters(IEnumerable<KeyValuePair<string, string>> pairs)
{
    private readonly List<KeyValuePair<string, string>> pairs = [.. pairs];
    private readonly List<QueryProblem> problems = [];

    public IReadOnlyList<QueryProblem> Problems => problems;

    public IEnumerable<string> Names => pairs.Select(pair => pair.Key).Distinct();

    public void Refuse(string code, string field, string detail) => problems.Add(new QueryProblem(code, field, detail));

    /// <summary>Refuses every parameter that the predicate does not know: a misspelt filter must not widen an answer in silence.</summary>
    public void RefuseUnknown(Func<string, bool> isKnown, string known)
    {
        foreach (var name in Names.Where(name => !isKnown(name))) Refuse("unknown_parameter", name, $"There is no parameter '{name}'. Known: {known}.");
    }

    public string? Text(string name) => pairs.LastOrDefault(pair => pair.Key == name).Value is { Length: > 0 } value ? value : null;

    /// <summary>The distinct values of a parameter that may be repeated or list several (see <see cref="ValueList"/>).</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. pairs.Where(pair => pair.Key == name).SelectMany(pair => ValueList.Split(pair.Value)).Distinct()];

    /// <summary>A whole number, clamped.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text) return fallback;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return (int)Math.Clamp(number, least, most);
        Refuse("invalid_number", name, $"'{text}' is not a whole number.");
        return fallback;
    }

    /// <summary><c>true</c> or <c>1</c>, <c>false</c> or <c>0</c>.</summary>
    public bool Flag(string name)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null or "false" or "0": return false;
            case "true" or "1": return true;
            case var text:
                Refuse("invalid_flag", name, $"'{text}' is neither true nor false.");
                return false;
        }
    }

    /// <summary>One of some words.</summary>
    public string? Word(string name, params ReadOnlySpan<string> known)
    {
        if (Text(name) is not { } text || known.Contains(text)) return Text(name);
        Refuse("unknown_value", name, $"There is no '{text}' here. Known: {string.Join(", ", known!)}.");
        return null;
    }

    /// <summary>A time (see <see cref="QueryTime"/>) in microseconds.</summary>
    public long? Time(string name, DateTimeZone zone)
    {
        if (Text(name) is not { } text) return null;
        if (QueryTime.TryParse(text, zone, out var time)) return time;
        Refuse("invalid_time", name, $"'{text}' is not a time. Give an ISO 8601 date or date-time, or Unix seconds, from 1970 on.");
        return null;
    }

    /// <summary>The zone that <c>tz</c> names.</summary>
    public DateTimeZone Zone(DateTimeZone fallback)
    {
        if (Text("tz") is not { } name) return fallback;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone) return zone;
        Refuse("unknown_time_zone", "tz", $"There is no time zone '{name}'. Name one as the IANA database does, as in Europe/Berlin.");
        return fallback;
    }

    /// <summary>The values that a dimension is filtered by; null where the parameter is not there.</summary>
    public DimensionFilter? Filter(string name, Dimension dimension, QueryOptions options)
    {
        if (!Names.Contains(name)) return null;
        var values = Values(name);
        if (values.Count == 0) Refuse("missing_value", name, "A filter needs at least one value.");
        if (values.Count > options.MaxFilterValues) Refuse("too_many_values", name, $"A filter takes at most {options.MaxFilterValues} values.");
        if (Codes.IsCoded(dimension))
        {
            foreach (var value in values.Where(value => Codes.Parse(dimension, value) == 0))
            {
                Refuse("unknown_value", name, $"There is no '{value}' here. Known: {string.Join(", ", Codes.Names(dimension))}.");
            }
        }
        return new DimensionFilter(dimension, values);
    }

    /// <summary>
    /// The range from <c>from</c> to <c>to</c>. Without <c>to</c> it ends with the current day of the zone (the current hour, for a series by
    /// hours); without <c>from</c> it is as many calendar days long as <c>days</c> says, the one that holds its end included.
    /// </summary>
    public TimeRange Range(DateTimeZone zone, Interval? interval, long now, QueryOptions options)
    {
        var before = problems.Count;
        var days = Number("days", options.DefaultDays, 1, options.MaxDays);
        var to = Time("to", zone) ?? QueryRange.EndOfCurrent(interval, now, zone);
        var from = Time("from", zone);
        if (problems.Count > before) return new TimeRange(now, now + 1);
        var range = new TimeRange(from ?? QueryRange.DaysBefore(to, days, zone), to);
        if (range.IsEmpty) Refuse("empty_range", "from", "'from' must lie before 'to'.");
        return range;
    }
}
