using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>Questions that need the facts themselves may read so many, and are refused beyond.</summary>
public abstract class BudgetSpecs : StoreSpecs
{
    [Fact]
    public async Task A_question_beyond_the_budget_is_refused_and_says_why()
    {
        var options = ShortTail();
        options.QueryRows = 50;
        await using var store = await StartAsync(options);
        await store.AppendAsync(Enumerable.Range(0, 200).Select(index => Some.Image().With("style", $"s{index % 2}").With("model", $"m{index % 3}").At(Some.Noon.AddMinutes(index))));
        var combined = Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.Style, Filters = [Ask.Where(Dimension.Model, "m1")] };
        var refused = await Assert.ThrowsAsync<QueryBudgetException>(() => store.QueryAsync(combined));
        Assert.NotEmpty(refused.Message);
        // One dimension needs no facts but those at the edges.
        Assert.Equal(200, (await store.QueryAsync(Ask.About(FactKind.Image, Measure.Count) with { By = Dimension.Style })).Total.Count);
    }
}
