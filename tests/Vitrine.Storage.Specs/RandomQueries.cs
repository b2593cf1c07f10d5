using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Storage.Specs;

/// <summary>Random questions about the facts of <see cref="RandomFacts"/>, the same for the same seed.</summary>
internal sealed class RandomQueries(int seed, long around)
{
    private static readonly Measure[] Sums =
    [
        Measure.Count, Measure.Users, Measure.NewUsers, Measure.ReturningUsers, Measure.Adoption, Measure.Errors, Measure.ErrorRate,
        Measure.AverageDuration, Measure.SumDuration, Measure.MaxDuration, Measure.Cost,
    ];

    private static readonly Measure[] Percentiles = [Measure.P50Duration, Measure.P90Duration, Measure.P95Duration, Measure.P99Duration];

    private readonly Random random = new(seed);

    public StatQuery Next(DateTimeZone projectZone)
    {
        FactKind? kind = random.Next(12) switch
        {
            0 => null,
            1 => FactKind.Conversation,
            _ => Pick(FactKinds.Facts),
        };
        var (from, to, interval) = Range();
        var query = new StatQuery
        {
            Kind = kind,
            Measures = Measures(kind),
            From = from,
            To = to,
            Interval = interval,
            Zone = random.Next(3) == 0 ? projectZone : DateTimeZoneProviders.Tzdb[Pick(Zones.All)],
        };
        if (kind is null or FactKind.Conversation) return query;
        query = query with { By = By(kind.Value), Top = random.Next(5) == 0 ? random.Next(1, 5) : null };
        // Which facts a repeat looks back on is asked of whole ranges only.
        return query.Measures.Contains(Measure.Repeats) ? query : query with { Filters = Filters(query) };
    }

    private T Pick<T>(IReadOnlyList<T> items) => RandomFacts.Pick(random, items);

    private List<Measure> Measures(FactKind? kind)
    {
        if (kind is null) return [Measure.Users, Measure.NewUsers, Measure.ReturningUsers, Measure.Adoption];
        if (kind == FactKind.Conversation) return [Measure.Count];
        List<Measure> own = [.. Sums];
        if (kind == FactKind.Message) own.AddRange([Measure.Tokens, Measure.InputTokens, Measure.OutputTokens]);
        if (kind == FactKind.Image) own.AddRange([Measure.Bytes, Measure.Repeats]);
        List<Measure> asked = [Pick(own)];
        while (random.Next(2) == 0) asked.Add(random.Next(3) == 0 ? Pick(Percentiles) : Pick(own));
        return [.. asked.Distinct()];
    }

    private Dimension By(FactKind kind) => random.Next(8) switch
    {
        0 or 1 => Dimension.None,
        2 => Dimension.User,
        3 when kind == FactKind.Image => Dimension.Prompt,
        _ => Pick(FactSchema.Of(kind).Dimensions).Dimension,
    };

    private List<DimensionFilter> Filters(StatQuery query)
    {
        List<DimensionFilter> filters = [];
        while (random.Next(5) < 2)
        {
            var dimension = random.Next(6) == 0 ? Dimension.User : Pick(FactSchema.Of(query.Kind!.Value).Dimensions).Dimension;
            // A fact has several LoRAs; which of them a filtered split shows is left open.
            if (dimension == Dimension.Lora && query.By == Dimension.Lora) continue;
            if (filters.Exists(filter => filter.Dimension == dimension)) continue;
            filters.Add(new DimensionFilter(dimension, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => FilterValue(dimension)).Distinct()]));
        }

        return filters;
    }

    private string FilterValue(Dimension dimension) => dimension switch
    {
        _ when random.Next(10) == 0 => "no such name",
        Dimension.User => Pick(RandomFacts.Users),
        Dimension.Lora => Pick(RandomFacts.Loras),
        Dimension.Source => Pick(["history_start", "scheduler", "message_response"]),
        Dimension.Origin => "again",
        Dimension.StatusClass => Pick(["2xx", "3xx", "4xx", "5xx"]),
        Dimension.Endpoint => Pick(["GET /conversations/", "POST /users/{id}", "GET /items/{id}/x"]),
        Dimension.Role => RandomFacts.Name(random, "role"),
        Dimension.Status => RandomFacts.Name(random, "status"),
        _ => RandomFacts.Name(random, "style"),
    };

    private (long From, long To, Interval? Interval) Range()
    {
        Interval? interval = random.Next(3) == 0 ? null : Pick<Interval>(Enum.GetValues<Interval>());
        var hours = interval == Interval.Hour ? random.Next(1, 80) : random.Next(1, random.Next(2) == 0 ? 100 : 24 * 90);
        var from = around + (random.Next(-60, 30) * FactTime.MicrosecondsPerHour) + Ragged();
        return (from, from + (hours * FactTime.MicrosecondsPerHour) + Ragged(), interval);
    }

    /// <summary>On an hour, on a quarter, or anywhere inside.</summary>
    private long Ragged() => random.Next(4) switch
    {
        0 => 0,
        1 => random.Next(4) * FactTime.MicrosecondsPerHour / 4,
        2 => random.Next(3600) * FactTime.MicrosecondsPerSecond,
        _ => random.NextInt64(FactTime.MicrosecondsPerHour),
    };
}
