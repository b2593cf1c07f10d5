using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>What is known of the people who use the app.</summary>
public abstract class UserSpecs : StoreSpecs
{
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task A_user_is_what_the_facts_say(int seed)
    {
        await using var store = await StartAsync(ShortTail(seed));
        var facts = new RandomFacts(seed).Take(300).ToArray();
        new Random(seed).Shuffle(facts);
        foreach (var chunk in facts.Chunk(45)) await store.AppendAsync(chunk);
        for (var reopened = 0; reopened < 2; reopened++)
        {
            foreach (var expected in OracleUser.All(store.Oracle)) AssertSame(expected, await store.Facts.FindUserAsync(expected.UserId, Cancellation));
            Assert.Null(await store.Facts.FindUserAsync("nobody", Cancellation));
            await store.ReopenAsync();
        }
    }

    [Fact]
    public async Task The_latest_name_by_the_facts_own_time_wins()
    {
        await using var store = await StartAsync(ShortTail(1));
        await store.AppendAsync(Some.Image().At(Some.Noon.AddDays(2)).With("username", "new"));
        await store.AppendAsync(Some.Image().With("username", "old").With("first_name", "Ada"));
        await store.AppendAsync(Some.Image().At(Some.Noon.AddDays(3)));
        var ada = await store.Facts.FindUserAsync("ada", Cancellation);
        Assert.Equal(("new", "Ada"), (ada!.Username, ada.FirstName));
        var listed = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image }, Cancellation);
        Assert.All(listed.Items, item => Assert.Equal(("new", "Ada"), (item.Text("username"), item.Text("first_name"))));
    }

    [Fact]
    public async Task Users_are_listed_once_with_search_and_since()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Enumerable.Range(0, 40).Select(index => Some.Message().By($"user {index}").At(Some.Noon.AddHours(index)).With("username", $"Name{index}")));
        await store.AppendAsync(Enumerable.Range(0, 40).Select(index => Some.Image().By($"user {index}").At(Some.Noon.AddHours(-index)).With("first_name", $"First {index:00}")));
        for (var reopened = 0; reopened < 2; reopened++)
        {
            await CoversAsync(store, new UserListQuery { PerPage = 9 }, _ => true);
            await CoversAsync(store, new UserListQuery { PerPage = 9, ActiveSince = FactTime.From(Some.Noon.AddHours(20)) }, index => index >= 20);
            await CoversAsync(store, new UserListQuery { PerPage = 9, Search = "user 3" }, index => index == 3 || index / 10 == 3);
            await CoversAsync(store, new UserListQuery { PerPage = 9, Search = "ame2" }, index => index == 2 || index / 10 == 2);
            await CoversAsync(store, new UserListQuery { PerPage = 9, Search = "First 07" }, index => index == 7);
            await CoversAsync(store, new UserListQuery { PerPage = 9, Search = "%" }, _ => false);
            await CoversAsync(store, new UserListQuery { PerPage = 9, Search = "user 3", ActiveSince = FactTime.From(Some.Noon.AddHours(35)) }, index => index >= 35);
            await store.ReopenAsync();
        }
    }

    private static void AssertSame(UserRecord expected, UserRecord? actual)
    {
        Assert.NotNull(actual);
        // Names have their own example: which late ones are taken is settled there.
        Assert.Equal(expected with { Facts = actual.Facts, Username = actual.Username, FirstName = actual.FirstName }, actual);
        Assert.Equal(
            expected.Facts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)),
            actual.Facts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    private static async Task CoversAsync(StoreUnderTest store, UserListQuery query, Func<int, bool> includes)
    {
        var expected = Enumerable.Range(0, 40).Where(includes).Select(index => $"user {index}").Order(StringComparer.Ordinal).ToList();
        List<string> byPage = [];
        List<string> byCursor = [];
        for (var number = 1; number <= (expected.Count / query.PerPage) + 1; number++)
        {
            var page = await store.Facts.ListUsersAsync(query with { Page = number }, Cancellation);
            Assert.Equal(expected.Count, page.Total);
            byPage.AddRange(page.Items.Select(item => item.UserId));
        }

        string? cursor = null;
        do
        {
            var page = await store.Facts.ListUsersAsync(query with { Cursor = cursor }, Cancellation);
            byCursor.AddRange(page.Items.Select(item => item.UserId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(expected, byPage.Order(StringComparer.Ordinal));
        Assert.Equal(byPage, byCursor);
    }
}
