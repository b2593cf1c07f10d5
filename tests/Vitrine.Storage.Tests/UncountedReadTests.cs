using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

/// <summary>What one read of a list without a total may take of memory and time, and how the next one goes on.</summary>
public sealed class UncountedReadTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Long_texts_make_a_read_short()
    {
        await using var store = await OpenAsync(1_000);
        var prompt = new string('x', 900_000);
        await AppendAsync(store, Enumerable.Range(0, 12).Select(index => Some.Image().Named($"{index:00}").With("prompt", prompt).At(Some.Noon.AddSeconds(index))));
        var query = new FactListQuery { Kind = FactKind.Image, PerPage = 2_000, CountTotal = false };
        var sizes = new List<int>();
        var ids = new List<string>();
        for (string? cursor = null; sizes.Count == 0 || cursor is not null;)
        {
            var page = await store.ListAsync(query with { Cursor = cursor }, Cancellation);
            sizes.Add(page.Items.Count);
            ids.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
        }

        Assert.Equal([5, 5, 2], sizes);
        Assert.Equal(Enumerable.Range(0, 12).Reverse().Select(index => $"{index:00}"), ids);
    }

    [Fact]
    public async Task A_read_that_finds_nothing_in_its_time_says_where_it_stopped()
    {
        await using var store = await OpenAsync(0);
        await AppendAsync(store, Enumerable.Range(0, 2_500).Select(index => Some.Activity().By(index == 10 ? "needle" : $"u{index}").At(Some.Noon.AddSeconds(index))));
        var query = new UserListQuery { Search = "needle", CountTotal = false };
        var first = await store.ListUsersAsync(query, Cancellation);
        Assert.Empty(first.Items);
        var second = await store.ListUsersAsync(query with { Cursor = first.NextCursor }, Cancellation);
        Assert.Empty(second.Items);
        var third = await store.ListUsersAsync(query with { Cursor = second.NextCursor }, Cancellation);
        Assert.Equal(("needle", null), (Assert.Single(third.Items).UserId, third.NextCursor));
    }

    [Fact]
    public async Task A_user_that_has_moved_down_since_leaves_no_gap()
    {
        await using var store = await OpenAsync(1_000);
        await AppendAsync(store, Enumerable.Range(0, 6).Select(index => Some.Activity().By($"u{index}").At(Some.Noon.AddHours(index))));
        await AppendAsync(store, [Some.Activity().By("u4").At(Some.Noon.AddHours(-1))]);
        var query = new UserListQuery { After = "u4", AfterTime = FactTime.From(Some.Noon.AddHours(4)), CountTotal = false };
        Assert.Equal(["u3", "u2", "u1", "u0", "u4"], (await store.ListUsersAsync(query, Cancellation)).Items.Select(user => user.UserId));
        Assert.Empty((await store.ListUsersAsync(query with { AfterTime = null }, Cancellation)).Items);
    }

    private static async Task AppendAsync(SqliteFactStore store, IEnumerable<TestFact> facts)
    {
        using var batch = Batches.Of(facts);
        await store.AppendAsync(batch, Cancellation);
    }

    private Task<SqliteFactStore> OpenAsync(int readMilliseconds) => SqliteFactStore.OpenAsync(
        folder.Path, new StoreOptions { WalMegabytes = 0, Readers = 1, ReadMilliseconds = readMilliseconds }, TimeProvider.System, cancellationToken: Cancellation);

    public void Dispose() => folder.Dispose();
}
