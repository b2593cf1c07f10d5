using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>Lists that are read to their end, as exports do: without totals, in larger pages, and on from any item that was read.</summary>
public abstract class UncountedListSpecs : StoreSpecs
{
    public static TheoryData<string> Shapes { get; } = ["everything", "style", "user", "user and style", "users by name", "conversation", "range"];

    [Theory, MemberData(nameof(Shapes))]
    public async Task Reading_on_gives_what_the_pages_give_and_counts_nothing(string shape)
    {
        await using var store = await StartAsync();
        foreach (var chunk in new RandomFacts(31).Take(500).Chunk(70)) await store.AppendAsync(chunk);
        var query = Shape(shape);
        var paged = await PagedAsync(store, query);
        Assert.Equal(OracleList.Of(store.Oracle, query).Count, paged.Count);
        Assert.Equal(paged, await ReadAsync(store, query with { PerPage = 7 }));
        await store.ReopenAsync();
        Assert.Equal(paged, await ReadAsync(store, query with { PerPage = 2_000 }));
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task However_short_each_read_is_nothing_is_lost(string shape)
    {
        await using var store = await StartAsync(new StoreOptions { TailFacts = 20, TailFactsInBatches = 20, WalMegabytes = 1, CacheMegabytes = 4, Readers = 2, ReadMilliseconds = 0 });
        foreach (var chunk in new RandomFacts(32).Take(400).Chunk(70)) await store.AppendAsync(chunk);
        var query = Shape(shape);
        Assert.Equal(await PagedAsync(store, query), await ReadAsync(store, query with { PerPage = 50 }));
    }

    [Fact]
    public async Task A_read_may_be_larger_than_a_page_but_not_endless()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 2_100).Select(index => Some.Activity().At(Some.Noon.AddSeconds(index))));
        var first = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Activity, PerPage = 5_000, CountTotal = false }, Cancellation);
        Assert.Equal((2_000, 2_000L, false, 2_000), (first.Items.Count, first.Total, first.TotalIsExact, first.PerPage));
        var rest = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Activity, PerPage = 5_000, CountTotal = false, Cursor = first.NextCursor }, Cancellation);
        Assert.Equal((100, null), (rest.Items.Count, rest.NextCursor));
    }

    [Fact]
    public async Task Behind_a_fact_the_list_goes_on_whatever_arrived_meanwhile()
    {
        await using var store = await StartAsync(ShortTail(4));
        var crowded = Enumerable.Range(0, 40).Select(index => Some.Message().Named($"m{index}").At(Some.Noon.AddMilliseconds(index / 8)));
        await store.AppendAsync(crowded);
        var query = new FactListQuery { Kind = FactKind.Message, CountTotal = false };
        var all = await ReadAsync(store, query);
        foreach (var after in new[] { 0, 7, 8, 20, 38, 39 })
        {
            Assert.Equal(all[(after + 1)..], await ReadAsync(store, query with { After = all[after] }));
            await store.AppendAsync(Some.Message().At(Some.Noon.AddDays(1)));
        }
    }

    [Fact]
    public async Task Behind_an_item_that_there_is_not_nothing_goes_on()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Image().Named("i"), Some.Message().Named("m"));
        await Assert.ThrowsAsync<InvalidCursorException>(() => store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image, After = "m" }, Cancellation));
        await Assert.ThrowsAsync<InvalidCursorException>(() => store.Facts.ListUsersAsync(new UserListQuery { After = "nobody" }, Cancellation));
        await Assert.ThrowsAsync<InvalidCursorException>(() => store.Facts.ListConversationsAsync(new ConversationListQuery { After = "none" }, Cancellation));
    }

    [Fact]
    public async Task Users_and_conversations_are_read_on_in_the_same_way()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 90).Select(index =>
            Some.Message().By($"u{index}").With("conversation_id", $"c{index}").At(Some.Noon.AddMinutes(index / 3))));
        var users = (await store.Facts.ListUsersAsync(new UserListQuery { PerPage = 500 }, Cancellation)).Items.Select(user => user.UserId).ToList();
        Assert.Equal(users, await ReadUsersAsync(store, new UserListQuery { PerPage = 7 }));
        Assert.Equal(users[31..], await ReadUsersAsync(store, new UserListQuery { After = users[30] }));
        Assert.Equal(users.Where(user => user.Contains("u1", StringComparison.Ordinal)), await ReadUsersAsync(store, new UserListQuery { PerPage = 4, Search = "u1" }));
        var talks = (await store.Facts.ListConversationsAsync(new ConversationListQuery { PerPage = 500 }, Cancellation)).Items.Select(talk => talk.ConversationId).ToList();
        Assert.Equal(talks, await ReadTalksAsync(store, new ConversationListQuery { PerPage = 7 }));
        Assert.Equal(talks[31..], await ReadTalksAsync(store, new ConversationListQuery { After = talks[30] }));
        Assert.Equal(["c4"], await ReadTalksAsync(store, new ConversationListQuery { UserId = "u4" }));
    }

    private static FactListQuery Shape(string shape)
    {
        var images = new FactListQuery { Kind = FactKind.Image };
        var noon = FactTime.From(Some.Noon);
        return shape switch
        {
            "everything" => images,
            "style" => images with { Filters = [Ask.Where(Dimension.Style, "n-a", "n-b")] },
            "user" => images with { UserId = "ada" },
            "user and style" => images with { UserId = "bob", Filters = [Ask.Where(Dimension.Style, "n-a")] },
            "users by name" => images with { User = "username 1", Filters = [Ask.Where(Dimension.Status, "succeeded")] },
            "conversation" => new FactListQuery { Kind = FactKind.Message, ConversationId = "talk-3", Filters = [Ask.Where(Dimension.Role, "user")] },
            _ => images with { From = noon - (10 * FactTime.MicrosecondsPerHour) + 123_456_789, To = noon + (7 * FactTime.MicrosecondsPerHour) + 987_654_321 },
        };
    }

    private static async Task<List<string>> PagedAsync(StoreUnderTest store, FactListQuery query) =>
        [.. (await store.Facts.ListAsync(query with { PerPage = 500 }, Cancellation)).Items.Select(item => item.Id)];

    private static Task<List<string>> ReadAsync(StoreUnderTest store, FactListQuery query) => ToEndAsync(
        cursor => store.Facts.ListAsync(query with { CountTotal = false, Cursor = cursor }, Cancellation), fact => fact.Id);

    private static Task<List<string>> ReadUsersAsync(StoreUnderTest store, UserListQuery query) => ToEndAsync(
        cursor => store.Facts.ListUsersAsync(query with { CountTotal = false, Cursor = cursor }, Cancellation), user => user.UserId);

    private static Task<List<string>> ReadTalksAsync(StoreUnderTest store, ConversationListQuery query) => ToEndAsync(
        cursor => store.Facts.ListConversationsAsync(query with { CountTotal = false, Cursor = cursor }, Cancellation), talk => talk.ConversationId);

    private static async Task<List<string>> ToEndAsync<T>(Func<string?, Task<Page<T>>> read, Func<T, string> id)
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            Assert.Equal((page.Items.Count, false), ((int)page.Total, page.TotalIsExact));
            ids.AddRange(page.Items.Select(id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return ids;
    }
}
