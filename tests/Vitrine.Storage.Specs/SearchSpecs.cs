using System.Diagnostics;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>Search finds words, prefixes and phrases in any script. It follows ingest, so the specs wait until it has caught up.</summary>
public abstract class SearchSpecs : StoreSpecs
{
    private static readonly string[] Prompts =
    [
        "A castle by the sea, oil painting", "castles in the air", "Café at night in Paris", "夜の東京タワーと桜", "a girl, 美しい着物", "京東 is not Tokyo",
        "the sea by a castle", "naïve ÉCLAIR", "Москва зимой", "서울의 밤", "c-3po and r2d2", "say \"hello\" AND (goodbye) OR NOT near*",
    ];

    [Theory]
    [InlineData("castle", 0, 6)]
    [InlineData("CASTLE", 0, 6)]
    [InlineData("cast*", 0, 1, 6)]
    [InlineData("castle sea", 0, 6)]
    [InlineData("\"castle by the sea\"", 0)]
    [InlineData("\"by a castle\"", 6)]
    [InlineData("castle painting", 0)]
    [InlineData("castle moon")]
    [InlineData("cafe", 2)]
    [InlineData("Café", 2)]
    [InlineData("eclair naive", 7)]
    [InlineData("東京", 3)]
    [InlineData("京東", 5)]
    [InlineData("東京タワー", 3)]
    [InlineData("タワーと", 3)]
    [InlineData("美しい", 4)]
    [InlineData("美しい girl", 4)]
    [InlineData("москва", 8)]
    [InlineData("서울의", 9)]
    [InlineData("r2d2", 10)]
    [InlineData("hello goodbye", 11)]
    [InlineData("xyzzy")]
    public async Task Words_are_found(string search, params int[] expected)
    {
        await using var store = await StartAsync(HastyTail());
        var images = Prompts.Select((prompt, index) => Some.Image().Named($"{index}").With("prompt", prompt).At(Some.Noon.AddMinutes(index))).ToList();
        await store.AppendAsync(images);
        await CaughtUpAsync(store);
        var page = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image, Search = search }, Cancellation);
        Assert.Equal(expected.OrderDescending().Select(index => $"{index}"), page.Items.Select(item => item.Id));
        Assert.Equal((expected.Length, true), (page.Total, page.TotalIsExact));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"unclosed phrase")]
    [InlineData("*")]
    [InlineData("a AND OR NOT (")]
    [InlineData("prompt:castle")]
    [InlineData("NEAR(castle sea)")]
    [InlineData("^castle - + ' ; --")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{}[]~!@#$%&")]
    public async Task Any_text_may_be_searched_for(string search)
    {
        await using var store = await StartAsync(HastyTail());
        await store.AppendAsync(Some.Image());
        await CaughtUpAsync(store);
        var page = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image, Search = search }, Cancellation);
        Assert.InRange(page.Items.Count, 0, 1);
    }

    [Fact]
    public async Task Texts_of_messages_are_found_and_kinds_stay_apart()
    {
        await using var store = await StartAsync(HastyTail());
        await store.AppendAsync(Some.Message().Named("m").With("text", "tell me of dragons"), Some.Image().Named("i").With("prompt", "dragons"), Some.Message());
        await CaughtUpAsync(store);
        Assert.Equal(["m"], await FindAsync(store, new FactListQuery { Kind = FactKind.Message, Search = "dragons" }));
        Assert.Equal(["i"], await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "dragons" }));
    }

    [Fact]
    public async Task Search_narrows_with_filters_ranges_and_pages()
    {
        await using var store = await StartAsync(HastyTail());
        await store.AppendAsync(Enumerable.Range(0, 60).Select(index => Some.Image().Named($"{index}").At(Some.Noon.AddMinutes(index))
            .By($"u{index % 2}").With("style", $"s{index % 3}").With("prompt", index % 4 == 0 ? "blue whale" : "red fox")));
        await CaughtUpAsync(store);
        await store.ReopenAsync();
        await CaughtUpAsync(store);
        var whales = new FactListQuery { Kind = FactKind.Image, Search = "whale" };
        Assert.Equal(15, (await store.Facts.ListAsync(whales, Cancellation)).Total);
        Assert.Equal(["56", "44", "32", "20", "8"], await FindAsync(store, whales with { Filters = [Ask.Where(Dimension.Style, "s2")] }));
        Assert.Equal(["12", "8"], await FindAsync(store, whales with { From = FactTime.From(Some.Noon.AddMinutes(8)), To = FactTime.From(Some.Noon.AddMinutes(16)) }));
        Assert.Empty(await FindAsync(store, whales with { UserId = "u1" }));
        Assert.Equal(["36", "32", "28", "24"], await FindAsync(store, whales with { PerPage = 4, Page = 2, To = FactTime.From(Some.Noon.AddMinutes(53)) }));
        var first = await store.Facts.ListAsync(whales with { PerPage = 10 }, Cancellation);
        Assert.Equal(["16", "12", "8", "4", "0"], await FindAsync(store, whales with { PerPage = 10, Cursor = first.NextCursor }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task A_search_is_read_on_without_a_total_and_with_filters(int readMilliseconds)
    {
        var options = HastyTail();
        options.ReadMilliseconds = readMilliseconds;
        await using var store = await StartAsync(options);
        await store.AppendAsync(Enumerable.Range(0, 60).Select(index => Some.Image().Named($"{index}").At(Some.Noon.AddMinutes(index))
            .By($"u{index % 2}").With("style", $"s{index % 3}").With("prompt", index % 4 == 0 ? "blue whale" : "red fox")));
        await CaughtUpAsync(store);
        var whales = new FactListQuery { Kind = FactKind.Image, Search = "whale", PerPage = 2, CountTotal = false };
        foreach (var query in new[] { whales, whales with { UserId = "u0" }, whales with { Filters = [Ask.Where(Dimension.Style, "s1")] } })
        {
            List<string> read = [];
            string? cursor = null;
            do
            {
                var page = await store.Facts.ListAsync(query with { Cursor = cursor }, Cancellation);
                read.AddRange(page.Items.Select(item => item.Id));
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            Assert.Equal(await FindAsync(store, query with { CountTotal = true, PerPage = 100 }), read);
            Assert.NotEmpty(read);
        }
    }

    [Fact]
    public async Task A_rebuilt_index_finds_the_same()
    {
        await using var store = await StartAsync(HastyTail());
        await store.AppendAsync(Some.Image().Named("a").With("prompt", "a lighthouse"));
        await CaughtUpAsync(store);
        await store.Facts.RebuildAsync(Cancellation);
        await store.AppendAsync(Some.Image().Named("b").With("prompt", "two lighthouses"));
        await CaughtUpAsync(store);
        Assert.Equal(["a", "b"], (await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "lighthouse*" })).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_a_reset_no_old_word_is_found()
    {
        await using var store = await StartAsync(HastyTail());
        await store.AppendAsync(Enumerable.Range(0, 50).Select(index => Some.Image().At(Some.Noon.AddSeconds(index)).With("prompt", "a lighthouse")));
        await CaughtUpAsync(store);
        await store.ResetAsync();
        Assert.Empty(await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "lighthouse" }));

        // At the same times, so that old words would lead to them.
        await store.AppendAsync(Enumerable.Range(0, 50).Select(index => Some.Image().Named($"{index}").At(Some.Noon.AddSeconds(index)).With("prompt", "a windmill")));
        Assert.Empty(await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "lighthouse" }));
        await CaughtUpAsync(store);
        Assert.Empty(await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "lighthouse" }));
        Assert.Equal(50, (await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image, Search = "windmill" }, Cancellation)).Total);
        await store.ReopenAsync();
        await CaughtUpAsync(store);
        Assert.Equal(["49"], await FindAsync(store, new FactListQuery { Kind = FactKind.Image, Search = "windmill", PerPage = 1 }));
    }

    private static async Task<IEnumerable<string>> FindAsync(StoreUnderTest store, FactListQuery query) =>
        (await store.Facts.ListAsync(query, Cancellation)).Items.Select(item => item.Id);

    /// <summary>The follower is a thread of the store's own: real time passes, within a deadline.</summary>
    private static async Task CaughtUpAsync(StoreUnderTest store)
    {
        var waited = Stopwatch.StartNew();
        while ((await store.Facts.GetStatusAsync(Cancellation)).SearchLag > 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "search has not caught up within ten seconds");
            store.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
