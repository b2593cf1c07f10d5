using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>Questions, and how to print them.</summary>
internal static class Ask
{
    public static (long From, long To) Always { get; } =
        (FactTime.Earliest, FactTime.From(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    /// <summary>About the week that <see cref="Some.Noon"/> is in the middle of.</summary>
    public static StatQuery About(FactKind? kind, params Measure[] measures) => new()
    {
        Kind = kind,
        Measures = measures,
        From = FactTime.From(Some.Noon.AddDays(-4)),
        To = FactTime.From(Some.Noon.AddDays(4)),
    };

    public static DimensionFilter Where(Dimension dimension, params string[] values) => new(dimension, values);

    public static string Describe(StatQuery query)
    {
        var filters = query.Filters.Select(filter => $"{filter.Dimension} in [{string.Join(", ", filter.Values)}]");
        return $"kind={query.Kind} measures={string.Join(",", query.Measures)} by={query.By} filters={{{string.Join("; ", filters)}}} "
            + $"from={FactTime.ToWire(query.From)} ({query.From}) to={FactTime.ToWire(query.To)} ({query.To}) "
            + $"interval={query.Interval} zone={query.Zone.Id} top={query.Top}";
    }
}
