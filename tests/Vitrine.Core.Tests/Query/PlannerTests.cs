using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Tests.Query;

public class PlannerTests
{
    public static TheoryData<Measure[], Dimension, Dimension[], PlanSource, Dimension> Plans => new()
    {
        { [Measure.Count], Dimension.None, [], PlanSource.Rollup, Dimension.None },
        { [Measure.Count], Dimension.Style, [], PlanSource.Rollup, Dimension.Style },
        { [Measure.Count], Dimension.None, [Dimension.Style], PlanSource.Rollup, Dimension.Style },
        { [Measure.Count, Measure.P95Duration], Dimension.Style, [Dimension.Style], PlanSource.Rollup, Dimension.Style },
        { [Measure.Count], Dimension.Style, [Dimension.Model], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.None, [Dimension.Style, Dimension.Model], PlanSource.Facts, Dimension.None },
        { [Measure.Users], Dimension.None, [], PlanSource.Users, Dimension.None },
        { [Measure.Users, Measure.Adoption], Dimension.None, [], PlanSource.Users, Dimension.None },
        { [Measure.Count, Measure.Users], Dimension.None, [], PlanSource.Rollup, Dimension.None },
        { [Measure.Count, Measure.Users], Dimension.Style, [], PlanSource.Facts, Dimension.None },
        { [Measure.Adoption], Dimension.Type, [], PlanSource.Facts, Dimension.None },
        { [Measure.Users], Dimension.None, [Dimension.Style], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.User, [], PlanSource.ByUser, Dimension.User },
        { [Measure.Count, Measure.Cost], Dimension.User, [], PlanSource.ByUser, Dimension.User },
        { [Measure.Count], Dimension.None, [Dimension.User], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.User, [Dimension.User], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.User, [Dimension.Style], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.Prompt, [], PlanSource.Facts, Dimension.None },
        { [Measure.Repeats], Dimension.None, [], PlanSource.Facts, Dimension.None },
        { [Measure.Repeats], Dimension.User, [], PlanSource.Facts, Dimension.None },
        { [Measure.Count], Dimension.Lora, [], PlanSource.Rollup, Dimension.Lora },
        { [Measure.Count], Dimension.None, [Dimension.Lora], PlanSource.Rollup, Dimension.Lora },
        { [Measure.Count], Dimension.Lora, [Dimension.Lora], PlanSource.Facts, Dimension.None },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_question_is_answered_from_the_smallest_source_that_can(
        Measure[] measures, Dimension by, Dimension[] filters, PlanSource source, Dimension dimension)
    {
        var plan = Planner.Plan(Query(measures, by, [.. filters.Select(filter => new DimensionFilter(filter, ["a"]))]));
        Assert.Equal((source, dimension), (plan.Source, plan.Dimension));
    }

    [Fact]
    public void Sums_of_several_LoRAs_would_count_an_image_twice() =>
        Assert.Equal(PlanSource.Facts, Planner.Plan(Query([Measure.Count], Dimension.None, [new(Dimension.Lora, ["a", "b"])])).Source);

    [Fact]
    public void Sums_of_several_styles_add_up() =>
        Assert.Equal(PlanSource.Rollup, Planner.Plan(Query([Measure.Count], Dimension.None, [new(Dimension.Style, ["a", "b"])])).Source);

    [Fact]
    public void Facts_of_any_kind_are_about_users() =>
        Assert.Equal(PlanSource.Users, Planner.Plan(Query([Measure.NewUsers], Dimension.None, []) with { Kind = null }).Source);

    [Theory]
    [InlineData(Measure.Count, false, false, false, false, false)]
    [InlineData(Measure.Users, true, false, false, false, false)]
    [InlineData(Measure.NewUsers, false, true, false, false, false)]
    [InlineData(Measure.ReturningUsers, true, true, false, false, false)]
    [InlineData(Measure.Adoption, true, false, true, false, false)]
    [InlineData(Measure.AverageDuration, false, false, false, false, false)]
    [InlineData(Measure.MaxDuration, false, false, false, false, false)]
    [InlineData(Measure.P50Duration, false, false, false, true, false)]
    [InlineData(Measure.P99Duration, false, false, false, true, false)]
    [InlineData(Measure.Repeats, false, false, false, false, true)]
    [InlineData(Measure.Cost, false, false, false, false, false)]
    public void Only_what_a_measure_reads_is_gathered(
        Measure measure, bool users, bool newUsers, bool activeUsers, bool durations, bool repeats)
    {
        var plan = Planner.Plan(Query([measure], Dimension.None, []));
        Assert.Equal(
            (users, newUsers, activeUsers, durations, repeats),
            (plan.NeedsUsers, plan.NeedsNewUsers, plan.NeedsActiveUsers, plan.NeedsDurations, plan.NeedsRepeats));
    }

    private static StatQuery Query(Measure[] measures, Dimension by, DimensionFilter[] filters) =>
        new() { Kind = FactKind.Image, Measures = measures, By = by, Filters = filters, From = 0, To = 1 };
}
