using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

public sealed class ResetTests : IDisposable
{
    private const int Sent = 4_000;
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_killed_in_the_middle_leaves_the_old_facts_or_none()
    {
        var facts = new RandomFacts(21).Take(Sent).ToList();
        for (var kill = 0; kill < 6; kill++)
        {
            await using (var store = await OpenAsync())
            {
                using var batch = Batches.Of(facts);
                await store.AppendAsync(batch, Cancellation);
            }
            // The last one has the time to finish.
            await KilledWriter.ResetAsync(folder.Path, afterMilliseconds: kill < 5 ? kill * 6 : -1, Cancellation);

            await using var found = await OpenAsync();
            Assert.Empty(await found.CheckAsync(Cancellation));
            var counts = (await found.GetStatusAsync(Cancellation)).Facts;
            var old = FactKinds.Facts.All(kind => counts[kind] == facts.Count(fact => fact.Kind == kind));
            Assert.True(old || counts.Values.Sum() == 0, string.Join(", ", counts));
            Assert.True(kill < 5 || !old, "a reset that was finished did not last");
            Assert.Equal(old, (await found.ListUsersAsync(new UserListQuery(), Cancellation)).Total > 0);
            Assert.Equal(old, (await found.ListAsync(new FactListQuery { Kind = FactKind.Image }, Cancellation)).Total > 0);
        }
    }

    [Fact]
    public async Task The_room_is_given_back_to_the_disk()
    {
        await using (var store = await OpenAsync())
        {
            using var batch = Batches.Of(new RandomFacts(22).Take(Sent));
            await store.AppendAsync(batch, Cancellation);
        }
        var full = new FileInfo(folder.File("facts.db")).Length;
        await using (var store = await OpenAsync()) await store.ResetAsync(Cancellation);
        Assert.InRange(new FileInfo(folder.File("facts.db")).Length, 1, full / 4);
    }

    private Task<SqliteFactStore> OpenAsync() =>
        SqliteFactStore.OpenAsync(folder.Path, new StoreOptions { WalMegabytes = 1, CacheMegabytes = 4 }, TimeProvider.System, null, Cancellation);

    public void Dispose() => folder.Dispose();
}
