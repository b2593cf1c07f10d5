namespace Vitrine.Core.Query;

/// <summary>What answers a question.</summary>
public enum PlanSource : byte
{
    /// <summary>Hourly sums of one dimension (or of the whole kind), with the facts at the edges of the range.</summary>
    Rollup,

    /// <summary>Only who was active: the bitmaps of users, with the facts at the edges.</summary>
    Users,

    /// <summary>Who and how often, by user.</summary>
    ByUser,

    /// <summary>The facts' narrow columns, within the budget.</summary>
    Facts,
}

/// <summary>How a question is answered.</summary>
/// <param name="Dimension">The one dimension read from the rollups; <see cref="Dimension.None"/> for the whole kind.</param>
/// <param name="NeedsUsers">Distinct users have to be counted (with <see cref="PlanSource.Rollup"/>: from the bitmaps).</param>
/// <param name="NeedsNewUsers">Users first seen in the range have to be counted.</param>
/// <param name="NeedsActiveUsers">Distinct users of any kind have to be counted.</param>
/// <param name="NeedsDurations">Histograms of durations have to be merged.</param>
/// <param name="NeedsRepeats">Prompts that a user had used before have to be counted.</param>
public sealed record QueryPlan(
    PlanSource Source, Dimension Dimension, bool NeedsUsers, bool NeedsNewUsers, bool NeedsActiveUsers, bool NeedsDurations, bool NeedsRepeats);

/// <summary>Decides what answers a question. Pure.</summary>
public static class Planner
{
    public static QueryPlan Plan(StatQuery query)
    {
        var needs = new QueryPlan(PlanSource.Facts, Dimension.None,
            NeedsUsers: query.Measures.Any(measure => measure is Measure.Users or Measure.ReturningUsers or Measure.Adoption),
            NeedsNewUsers: query.Measures.Any(measure => measure is Measure.NewUsers or Measure.ReturningUsers),
            NeedsActiveUsers: query.Measures.Contains(Measure.Adoption),
            NeedsDurations: query.Measures.Any(measure => measure is >= Measure.P50Duration and <= Measure.P99Duration),
            NeedsRepeats: query.Measures.Contains(Measure.Repeats));

        var dimensions = query.Filters.Select(filter => filter.Dimension).Append(query.By)
            .Where(dimension => dimension != Dimension.None).Distinct().ToList();

        if (needs.NeedsRepeats) return needs;
        if (dimensions.Count == 0)
        {
            return needs with { Source = query.Kind is null || query.Measures.All(IsAboutUsers) ? PlanSource.Users : PlanSource.Rollup };
        }
        if (dimensions is [Dimension.User] && query.Filters.Count == 0) return needs with { Source = PlanSource.ByUser, Dimension = Dimension.User };
        if (dimensions.Count > 1 || dimensions[0] is Dimension.User or Dimension.Prompt) return needs;
        if (needs.NeedsUsers || needs.NeedsNewUsers) return needs;
        if (dimensions[0] == Dimension.Lora && CountsAFactTwice(query)) return needs;
        return needs with { Source = PlanSource.Rollup, Dimension = dimensions[0] };
    }

    private static bool IsAboutUsers(Measure measure) =>
        measure is Measure.Users or Measure.NewUsers or Measure.ReturningUsers or Measure.Adoption;

    // An image may carry several LoRAs: the sums of two of them count it twice, and the sums of one say nothing about its other ones.
    private static bool CountsAFactTwice(StatQuery query) =>
        query.Filters.Count > 0 && (query.By == Dimension.Lora || query.Filters.Count > 1 || query.Filters[0].Values.Count > 1);
}
