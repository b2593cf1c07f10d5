using System.Collections.Frozen;
using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>What may be asked about a kind of fact; a null <paramref name="Kind"/> is facts of any kind.</summary>
public sealed record KindCatalogue(FactKind? Kind, IReadOnlyList<Measure> Measures, IReadOnlyList<Dimension> Dimensions)
{
    public string WireName => Kind?.WireName() ?? MeasureCatalogue.AnyKind;
}

/// <summary>Names of measures, what may be asked about which kind, and how a measure is read off <see cref="MeasureSums"/>.</summary>
public static class MeasureCatalogue
{
    /// <summary>The kind that stands for facts of any kind.</summary>
    public const string AnyKind = "any";

    private const decimal MicrosecondsPerSecond = 1_000_000m;
    private const decimal NanosPerDollar = 1_000_000_000m;

    private static readonly Measure[] Users = [Measure.Users, Measure.NewUsers, Measure.ReturningUsers, Measure.Adoption];

    private static readonly Measure[] Durations =
    [
        Measure.AverageDuration, Measure.SumDuration, Measure.MaxDuration,
        Measure.P50Duration, Measure.P90Duration, Measure.P95Duration, Measure.P99Duration,
    ];

    /// <summary>Kinds with their measures and dimensions, in the order they are shown.</summary>
    public static IReadOnlyList<KindCatalogue> Kinds { get; } =
    [
        new(FactKind.Image,
            [Measure.Count, .. Users, Measure.Errors, Measure.ErrorRate, Measure.Repeats, .. Durations, Measure.Cost, Measure.Bytes],
            [
                Dimension.Source, Dimension.Persona, Dimension.Dataset, Dimension.Style, Dimension.Model, Dimension.Provider,
                Dimension.Resolution, Dimension.Format, Dimension.Quality, Dimension.Lora, Dimension.Status, Dimension.AspectRatio,
                Dimension.Origin, Dimension.User, Dimension.Prompt,
            ]),
        new(FactKind.Message,
            [Measure.Count, .. Users, Measure.Tokens, Measure.InputTokens, Measure.OutputTokens, .. Durations, Measure.Cost],
            [Dimension.Role, Dimension.Model, Dimension.User]),
        new(FactKind.Activity, [Measure.Count, .. Users], [Dimension.Type, Dimension.Guild, Dimension.User]),
        new(FactKind.ApiCall,
            [Measure.Count, .. Users, Measure.Errors, Measure.ErrorRate, .. Durations, Measure.Cost],
            [Dimension.Endpoint, Dimension.StatusClass, Dimension.ErrorType, Dimension.User]),
        new(FactKind.Command,
            [Measure.Count, .. Users, Measure.Errors, Measure.ErrorRate, .. Durations],
            [Dimension.Command, Dimension.Guild, Dimension.Channel, Dimension.User]),
        new(FactKind.Conversation, [Measure.Count], []),
        new(null, [Measure.Users, Measure.NewUsers, Measure.ReturningUsers], []),
    ];

    private static readonly FrozenDictionary<Measure, string> Names = new Dictionary<Measure, string>
    {
        [Measure.Count] = "count",
        [Measure.Users] = "users",
        [Measure.NewUsers] = "new_users",
        [Measure.ReturningUsers] = "returning_users",
        [Measure.Adoption] = "adoption",
        [Measure.Errors] = "errors",
        [Measure.ErrorRate] = "error_rate",
        [Measure.Repeats] = "repeats",
        [Measure.Tokens] = "tokens",
        [Measure.InputTokens] = "input_tokens",
        [Measure.OutputTokens] = "output_tokens",
        [Measure.AverageDuration] = "avg.duration",
        [Measure.SumDuration] = "sum.duration",
        [Measure.MaxDuration] = "max.duration",
        [Measure.P50Duration] = "p50.duration",
        [Measure.P90Duration] = "p90.duration",
        [Measure.P95Duration] = "p95.duration",
        [Measure.P99Duration] = "p99.duration",
        [Measure.Cost] = "cost",
        [Measure.Bytes] = "bytes",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Measure> Measures = Names
        .Select(pair => (Name: pair.Value, Measure: pair.Key)).Append((Name: "duration", Measure: Measure.AverageDuration))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Measure, StringComparer.Ordinal);

    public static string WireName(this Measure measure) => Names[measure];

    /// <summary>Takes the wire names, and <c>duration</c> for <c>avg.duration</c>.</summary>
    public static bool TryParse(string name, out Measure measure) => Measures.TryGetValue(name, out measure);

    /// <summary>The kind of this wire name, <c>any</c> included; null where there is none.</summary>
    public static KindCatalogue? Find(string kind) => Kinds.FirstOrDefault(candidate => candidate.WireName == kind);

    /// <summary>What a measure's figure is: <c>count</c>, <c>seconds</c>, <c>dollars</c>, <c>bytes</c> or <c>ratio</c>.</summary>
    public static string Unit(this Measure measure) => measure switch
    {
        Measure.Adoption or Measure.ErrorRate => "ratio",
        >= Measure.AverageDuration and <= Measure.P99Duration => "seconds",
        Measure.Cost => "dollars",
        Measure.Bytes => "bytes",
        _ => "count",
    };

    /// <summary>
    /// A measure's figure in its <see cref="Unit"/>: exact, except for averages, ratios and percentiles. Null for a duration without
    /// values and for a ratio to nothing.
    /// </summary>
    public static decimal? Value(this Measure measure, MeasureSums sums) => measure switch
    {
        Measure.Count => sums.Count,
        Measure.Users => sums.Users,
        Measure.NewUsers => sums.NewUsers,
        Measure.ReturningUsers => sums.Users - sums.NewUsers,
        Measure.Adoption => Ratio(sums.Users, sums.ActiveUsers),
        Measure.Errors => sums.Errors,
        Measure.ErrorRate => Ratio(sums.Errors, sums.Count),
        Measure.Repeats => sums.Repeats,
        Measure.Tokens => sums.InputTokens + sums.OutputTokens,
        Measure.InputTokens => sums.InputTokens,
        Measure.OutputTokens => sums.OutputTokens,
        Measure.AverageDuration => Seconds(sums, Ratio(sums.DurationSum, sums.DurationCount)),
        Measure.SumDuration => Seconds(sums, sums.DurationSum),
        Measure.MaxDuration => Seconds(sums, sums.DurationMax),
        Measure.P50Duration => Percentile(sums, 0.50),
        Measure.P90Duration => Percentile(sums, 0.90),
        Measure.P95Duration => Percentile(sums, 0.95),
        Measure.P99Duration => Percentile(sums, 0.99),
        Measure.Cost => sums.Cost / NanosPerDollar,
        Measure.Bytes => sums.Bytes,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure."),
    };

    /// <summary>Writes the measure's wire name and its figure as a member of the object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, Measure measure, MeasureSums sums)
    {
        writer.WritePropertyName(measure.WireName());
        if (measure.Value(sums) is { } value) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }

    /// <summary>Dollars of an amount in nano-dollars.</summary>
    public static decimal Dollars(long nanos) => nanos / NanosPerDollar;

    /// <summary>Seconds of a duration in microseconds.</summary>
    public static decimal Seconds(long microseconds) => microseconds / MicrosecondsPerSecond;

    private static decimal? Ratio(long part, long whole) => whole == 0 ? null : Math.Round((decimal)part / whole, 9);

    private static decimal? Seconds(MeasureSums sums, decimal? microseconds) =>
        sums.DurationCount == 0 || microseconds is null ? null : Math.Round(microseconds.Value / MicrosecondsPerSecond, 9);

    // No percentile lies above the largest value, which is known exactly.
    private static decimal? Percentile(MeasureSums sums, double quantile) =>
        sums.Durations?.Quantile(quantile) is { } microseconds
            ? Math.Round((decimal)Math.Min(microseconds, sums.DurationMax) / MicrosecondsPerSecond, 6)
            : null;
}
