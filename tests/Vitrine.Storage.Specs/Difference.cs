using System.Globalization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>Compares an answer with the oracle's, in everything that the asked measures need and nothing else.</summary>
internal static class Difference
{
    /// <summary>The first difference as a sentence, or null.</summary>
    public static string? Between(StatQuery query, OracleAnswer expected, StatResult actual) =>
        Starts(query, expected, actual) ?? Sums(query, "total", expected.Total, actual.Total) ?? Series(query, expected, actual);

    private static string? Starts(StatQuery query, OracleAnswer expected, StatResult actual)
    {
        // Whether the first point is named by the start of its interval or of the range is the presentation's choice.
        var wanted = expected.PointStarts.Select(start => FactTime.ToWire(Math.Max(start, query.From)));
        var got = actual.PointStarts.Select(start => FactTime.ToWire(Math.Max(start, query.From)));
        return wanted.SequenceEqual(got) ? null : $"points start at [{string.Join(", ", got)}], not at [{string.Join(", ", wanted)}]";
    }

    private static string? Series(StatQuery query, OracleAnswer expected, StatResult actual)
    {
        var named = actual.Series.Where(series => !series.IsOther).ToList();
        if (named.DistinctBy(series => series.Key).Count() != named.Count) return "a key has two series";
        foreach (var series in named)
        {
            var wanted = expected.Series.FirstOrDefault(candidate => candidate.Key == series.Key);
            if (wanted is null) return $"series {series.Key ?? "(null)"} should not be there";
            if (Sums(query, $"series {series.Key ?? "(null)"}", wanted.Total, series.Total) is { } difference) return difference;
            if (Points(query, wanted, series) is { } point) return point;
        }

        var missing = expected.Series.Where(series => !named.Exists(candidate => candidate.Key == series.Key)).ToList();
        return query.Top is null
            ? missing.Select(series => $"series {series.Key ?? "(null)"} with {series.Total.Sums.Count} facts is missing").FirstOrDefault()
            : Top(query, query.Top.Value, named, missing, [.. actual.Series.Where(series => series.IsOther)]);
    }

    private static string? Top(StatQuery query, int top, List<StatSeries> named, List<OracleSeries> missing, List<StatSeries> other)
    {
        if (named.Count != Math.Min(top, named.Count + missing.Count)) return $"{named.Count} series beside (other), asked for {top}";
        if (other.Count != (missing.Count == 0 ? 0 : 1)) return $"{other.Count} series (other) for {missing.Count} left out";
        if (missing.Count == 0) return null;
        var measure = query.Measures[0];
        var least = named.Count == 0 ? double.MaxValue : named.Min(series => Value(measure, series.Total));
        var most = missing.Max(series => Value(measure, series.Total.Sums));
        if (least < most - 1e-12) return $"a series with {most} of {measure} is left out, one with {least} is not";
        if (query.By == Dimension.Lora) return null;
        var rest = new OracleSums();
        foreach (var series in missing)
        {
            rest.Sums.Add(series.Total.Sums);
            rest.Durations.AddRange(series.Total.Durations);
        }

        var additive = query.Measures.Where(candidate => candidate is not (Measure.Users or Measure.NewUsers or Measure.ReturningUsers or Measure.Adoption));
        return Sums(query with { Measures = [.. additive] }, "series (other)", rest, other[0].Total);
    }

    private static string? Points(StatQuery query, OracleSeries expected, StatSeries actual)
    {
        if (actual.Points.Count != expected.Points.Count) return $"series {actual.Key} has {actual.Points.Count} points, not {expected.Points.Count}";
        return actual.Points
            .Select((point, index) => Sums(query, $"point {index} of series {actual.Key ?? "(null)"}", expected.Points[index], point))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Sums(StatQuery query, string where, OracleSums expected, MeasureSums actual) =>
        query.Measures.Select(measure => Of(measure, where, expected, actual)).FirstOrDefault(difference => difference is not null);

    private static string? Of(Measure measure, string where, OracleSums expected, MeasureSums actual)
    {
        if (Percent(measure) is { } percent) return Percentile(percent, where, expected, actual);
        foreach (var (name, figure) in Figures(measure))
        {
            var (wanted, got) = (figure(expected.Sums), figure(actual));
            if (wanted != got) return $"{name} of {where} is {got}, not {wanted}";
        }

        return null;
    }

    private static string? Percentile(int percent, string where, OracleSums expected, MeasureSums actual)
    {
        var wanted = expected.Percentile(percent);
        var got = actual.Durations?.Quantile(percent / 100.0);
        // One microsecond on top: the first bucket holds 0 and 1.
        var isNear = wanted is null ? got is null : got is not null && Math.Abs(got.Value - wanted.Value) <= (wanted.Value * 0.01) + 1;
        return isNear ? null : string.Create(CultureInfo.InvariantCulture, $"p{percent} of {where} is {got}, not {wanted}");
    }

    private static int? Percent(Measure measure) => measure switch
    {
        Measure.P50Duration => 50,
        Measure.P90Duration => 90,
        Measure.P95Duration => 95,
        Measure.P99Duration => 99,
        _ => null,
    };

    private static double Value(Measure measure, MeasureSums sums) => measure switch
    {
        Measure.ReturningUsers => sums.Users - sums.NewUsers,
        // Nothing divided by nothing is less than any figure.
        Measure.Adoption => sums.ActiveUsers == 0 ? -1 : (double)sums.Users / sums.ActiveUsers,
        Measure.ErrorRate => sums.Count == 0 ? -1 : (double)sums.Errors / sums.Count,
        Measure.AverageDuration => sums.DurationCount == 0 ? -1 : (double)sums.DurationSum / sums.DurationCount,
        Measure.MaxDuration => sums.DurationCount == 0 ? -1 : sums.DurationMax,
        _ => Figures(measure)[0].Read(sums),
    };

    private static IReadOnlyList<(string Name, Func<MeasureSums, long> Read)> Figures(Measure measure) => measure switch
    {
        Measure.Count => [("count", sums => sums.Count)],
        Measure.Users => [("users", sums => sums.Users)],
        Measure.NewUsers => [("new users", sums => sums.NewUsers)],
        Measure.ReturningUsers => [("users", sums => sums.Users), ("new users", sums => sums.NewUsers)],
        Measure.Adoption => [("users", sums => sums.Users), ("active users", sums => sums.ActiveUsers)],
        Measure.Errors => [("errors", sums => sums.Errors)],
        Measure.ErrorRate => [("errors", sums => sums.Errors), ("count", sums => sums.Count)],
        Measure.Repeats => [("repeats", sums => sums.Repeats)],
        Measure.Tokens => [("tokens", sums => sums.InputTokens + sums.OutputTokens)],
        Measure.InputTokens => [("input tokens", sums => sums.InputTokens)],
        Measure.OutputTokens => [("output tokens", sums => sums.OutputTokens)],
        Measure.AverageDuration => [("duration sum", sums => sums.DurationSum), ("duration count", sums => sums.DurationCount)],
        Measure.SumDuration => [("duration sum", sums => sums.DurationSum)],
        Measure.MaxDuration => [("duration max", sums => sums.DurationMax)],
        Measure.Cost => [("cost", sums => sums.Cost)],
        Measure.Bytes => [("bytes", sums => sums.Bytes)],
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a figure."),
    };
}
