using NodaTime;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>Length of a point in a series.</summary>
public enum Interval : byte
{
    Hour,
    Day,

    /// <summary>ISO week, from Monday.</summary>
    Week,
    Month,
}

/// <summary>Facts whose dimension has one of these names.</summary>
public sealed record DimensionFilter(Dimension Dimension, IReadOnlyList<string> Values);

/// <summary>A question to the one query. <see cref="From"/> is inclusive, <see cref="To"/> exclusive, both in microseconds.</summary>
public sealed record StatQuery
{
    /// <summary>Null asks about facts of any kind: then only the user measures have a meaning.</summary>
    public required FactKind? Kind { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }
    public Dimension By { get; init; }
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];
    public required long From { get; init; }
    public required long To { get; init; }
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>Null asks for totals only.</summary>
    public Interval? Interval { get; init; }

    /// <summary>At most this many series, those with the most of the first measure; the rest is added up under <c>(other)</c>. Null: all.</summary>
    public int? Top { get; init; }
}

/// <summary>The answer: the total, one series a key, and where each point starts.</summary>
public sealed record StatResult(MeasureSums Total, IReadOnlyList<StatSeries> Series, IReadOnlyList<long> PointStarts);

/// <summary>The facts of one key of the grouping dimension; one series with a null key where nothing is grouped.</summary>
/// <param name="Key">The dimension's name, or null for facts that have none.</param>
/// <param name="Label">What a person calls it (a persona's name), or the key.</param>
/// <param name="IsOther">True for the sum of the series beyond <see cref="StatQuery.Top"/>.</param>
/// <param name="Total">Over the whole range.</param>
/// <param name="Points">One a point start; empty where no interval was asked.</param>
public sealed record StatSeries(string? Key, string? Label, bool IsOther, MeasureSums Total, IReadOnlyList<MeasureSums> Points);

/// <summary>The question needs the facts themselves and more of them than the budget allows.</summary>
/// <param name="reason">For the person who asked: what to narrow.</param>
public sealed class QueryBudgetException(string reason) : Exception(reason);
