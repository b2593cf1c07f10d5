using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>The one list: newest first, any page, any filter, every fact exactly once.</summary>
public abstract class ListSpecs : StoreSpecs
{
    public static TheoryData<string> Shapes { get; } =
        ["everything", "user", "name", "conversation", "style", "source", "style and model", "lora", "user and status", "range", "endpoint", "nobody"];

    [Theory, MemberData(nameof(Shapes))]
    public async Task Pages_offsets_and_cursors_cover_everything_once(string shape)
    {
        await using var store = await StartAsync();
        var facts = new RandomFacts(11).Take(600).ToArray();
        new Random(11).Shuffle(facts);
        foreach (var chunk in facts.Chunk(90)) await store.AppendAsync(chunk);
        var query = Shape(shape);
        await HoldsAsync(store, query, 7);
        await store.ReopenAsync();
        await HoldsAsync(store, query, 50);
    }

    [Fact]
    public async Task A_crowded_millisecond_and_a_crowded_hour_have_pages_too()
    {
        await using var store = await StartAsync(ShortTail(100));
        var hour = FactTime.From(Some.Noon);
        await store.AppendAsync(Enumerable.Range(0, 150).Select(index => Some.Image().At(hour + (index % 3))));
        await store.AppendAsync(Enumerable.Range(0, 350).Select(index => Some.Image().At(hour + (index * 10_000_000L)).With("style", index % 5 == 0 ? "rare" : "common")));
        await store.AppendAsync(Enumerable.Range(0, 20).Select(index => Some.Image().At(hour - (index * FactTime.MicrosecondsPerDay))));
        var query = new FactListQuery { Kind = FactKind.Image };
        await HoldsAsync(store, query, 33);
        await HoldsAsync(store, query with { Filters = [Ask.Where(Dimension.Style, "rare")] }, 9);
        await HoldsAsync(store, query with { From = hour + 1, To = hour + 500_000_001 }, 20);
    }

    [Fact]
    public async Task The_newest_come_first_and_late_ones_take_their_place()
    {
        await using var store = await StartAsync(ShortTail(3));
        var facts = Enumerable.Range(0, 12).Select(index => Some.Command().At(Some.Noon.AddMinutes(index))).ToList();
        foreach (var index in new[] { 5, 11, 0, 7, 3, 9, 1, 10, 2, 8, 6, 4 }) await store.AppendAsync(facts[index]);
        var page = await ListAsync(store, new FactListQuery { Kind = FactKind.Command, PerPage = 5, Page = 2 });
        Assert.Equal(Enumerable.Range(0, 12).Reverse().Skip(5).Take(5).Select(index => facts[index].Id), page.Items.Select(item => item.Id));
        Assert.Equal((12L, true, 2, 5, 3L), (page.Total, page.TotalIsExact, page.Number, page.PerPage, page.TotalPages));
    }

    [Fact]
    public async Task Beyond_the_end_there_is_nothing()
    {
        await using var store = await StartAsync();
        var empty = await ListAsync(store, new FactListQuery { Kind = FactKind.Image });
        Assert.Equal((0, 0L, null), (empty.Items.Count, empty.Total, empty.NextCursor));
        await store.AppendAsync(Enumerable.Range(0, 30).Select(_ => Some.Image()));
        var query = new FactListQuery { Kind = FactKind.Image, PerPage = 10 };
        foreach (var beyond in new[] { query with { Page = 4 }, query with { Page = 1_000_000_000 }, query with { Offset = 30 }, query with { Offset = long.MaxValue } })
        {
            var page = await ListAsync(store, beyond);
            Assert.Equal((0, 30L, null), (page.Items.Count, page.Total, page.NextCursor));
        }

        Assert.Null((await ListAsync(store, query with { Page = 3 })).NextCursor);
    }

    [Fact]
    public async Task A_page_holds_at_most_500()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 620).Select(index => Some.Activity().At(Some.Noon.AddSeconds(index))));
        var page = await ListAsync(store, new FactListQuery { Kind = FactKind.Activity, PerPage = 5000 });
        Assert.Equal((500, 620L, 500), (page.Items.Count, page.Total, page.PerPage));
    }

    [Fact]
    public async Task A_cursor_is_not_moved_by_what_arrives_meanwhile()
    {
        await using var store = await StartAsync(ShortTail(4));
        await store.AppendAsync(Enumerable.Range(0, 20).Select(index => Some.Message().At(Some.Noon.AddMinutes(index))));
        var before = store.Oracle.Facts.Select(fact => fact.Id).ToHashSet(StringComparer.Ordinal);
        var query = new FactListQuery { Kind = FactKind.Message, PerPage = 6 };
        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await ListAsync(store, query with { Cursor = cursor });
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
            await store.AppendAsync(Some.Message().At(Some.Noon.AddDays(1)), Some.Message().At(Some.Noon.AddDays(2)));
        }
        while (cursor is not null);

        Assert.Equal(before.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_user_is_found_by_id_by_username_and_by_first_name()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Image().By("17").With("username", "ada_l").With("first_name", "Ada"), Some.Image().By("17"),
            Some.Image().By("18").With("username", "17").With("first_name", "Bob"), Some.Image().By("Ada"), Some.Image().By(null));
        Assert.Equal(2, await TotalAsync(new FactListQuery { Kind = FactKind.Image, UserId = "17" }));
        Assert.Equal(3, await TotalAsync(new FactListQuery { Kind = FactKind.Image, User = "17" }));
        Assert.Equal(2, await TotalAsync(new FactListQuery { Kind = FactKind.Image, User = "ada_l" }));
        Assert.Equal(3, await TotalAsync(new FactListQuery { Kind = FactKind.Image, User = "Ada" }));
        Assert.Equal(0, await TotalAsync(new FactListQuery { Kind = FactKind.Image, User = "nobody" }));
        Assert.Equal(0, await TotalAsync(new FactListQuery { Kind = FactKind.Message, UserId = "17" }));

        async Task<long> TotalAsync(FactListQuery query)
        {
            var page = await ListAsync(store, query);
            Assert.Equal(page.Total, page.Items.Count);
            return page.Total;
        }
    }

    [Fact]
    public async Task A_filter_by_an_unknown_name_finds_nothing()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Image().With("style", "anime"));
        var page = await ListAsync(store, new FactListQuery { Kind = FactKind.Image, Filters = [Ask.Where(Dimension.Style, "anime "), Ask.Where(Dimension.Status, "succeeded")] });
        Assert.Equal((0L, 0), (page.Total, page.Items.Count));
    }

    private static Task<Page<FactRecord>> ListAsync(StoreUnderTest store, FactListQuery query) => store.Facts.ListAsync(query, Cancellation);

    private static FactListQuery Shape(string shape)
    {
        var images = new FactListQuery { Kind = FactKind.Image };
        var noon = FactTime.From(Some.Noon);
        return shape switch
        {
            "everything" => images,
            "user" => images with { UserId = "ada" },
            "name" => new FactListQuery { Kind = FactKind.Message, User = "bob" },
            "conversation" => new FactListQuery { Kind = FactKind.Message, ConversationId = "talk-3" },
            "style" => images with { Filters = [Ask.Where(Dimension.Style, "n-a", "n-b")] },
            "source" => images with { Filters = [Ask.Where(Dimension.Source, "scheduler")], From = noon - FactTime.MicrosecondsPerDay },
            "style and model" => images with { Filters = [Ask.Where(Dimension.Style, "n-a", "n-b"), Ask.Where(Dimension.Model, "n-c", "n-a")] },
            "lora" => images with { Filters = [Ask.Where(Dimension.Lora, "ink", "film")] },
            "user and status" => images with { UserId = "bob", Filters = [Ask.Where(Dimension.Status, "failed")] },
            "range" => images with { From = noon - (10 * FactTime.MicrosecondsPerHour) + 123_456_789, To = noon + (7 * FactTime.MicrosecondsPerHour) + 987_654_321 },
            "endpoint" => new FactListQuery { Kind = FactKind.ApiCall, Filters = [Ask.Where(Dimension.Endpoint, "GET /users/{id}")] },
            _ => images with { UserId = "nobody" },
        };
    }

    /// <summary>Pages, offsets and cursors each give what the oracle gives, in slices of its order.</summary>
    private static async Task HoldsAsync(StoreUnderTest store, FactListQuery query, int perPage)
    {
        var expected = OracleList.Of(store.Oracle, query);
        query = query with { PerPage = perPage };
        List<string> byPage = [];
        List<string> byOffset = [];
        List<string> byCursor = [];
        for (var number = 1; number <= (expected.Count / perPage) + 1; number++)
        {
            var slice = expected.Skip((number - 1) * perPage).Take(perPage).ToList();
            var page = await ListAsync(store, query with { Page = number });
            AssertSlice(slice, page, byPage);
            Assert.Equal((expected.Count, true), (page.Total, page.TotalIsExact));
            AssertSlice(slice, await ListAsync(store, query with { Offset = (number - 1) * perPage }), byOffset);
        }

        string? cursor = null;
        do
        {
            var page = await ListAsync(store, query with { Cursor = cursor });
            AssertSlice([.. expected.Skip(byCursor.Count).Take(perPage)], page, byCursor);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(expected.Select(fact => fact.Id).Order(StringComparer.Ordinal), byPage.Order(StringComparer.Ordinal));
        Assert.Equal(byPage, byOffset);
        Assert.Equal(byPage, byCursor);
    }

    private static void AssertSlice(List<TestFact> expected, Page<FactRecord> page, List<string> seen)
    {
        Assert.Equal(expected.Select(fact => fact.Time / 1000), page.Items.Select(item => item.Time / 1000));
        seen.AddRange(page.Items.Select(item => item.Id));
    }
}
