using Vitrine.Core.Blobs;
using Vitrine.Storage.Blobs;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests.Blobs;

/// <summary>What the specs of blob stores cannot see; they run with those of the others.</summary>
public sealed class BlobDatabaseTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_told_as_one_and_leaves_nothing_behind()
    {
        using var database = BlobDatabase.Open(folder.File("blobs.db"));
        var error = await Assert.ThrowsAsync<BlobStoreException>(() => database.WriteAsync(
            connection =>
            {
                connection.Execute("pragma max_page_count = 20");
                BlobChunks.Write(connection, 1, new byte[2_000_000]);
                return true;
            },
            Cancel));
        Assert.True(error.IsFull);
        Assert.Equal(0, await database.ReadAsync(connection => connection.Scalar("select count(*) from chunk"), Cancel));
        Assert.Equal(7, await database.WriteAsync(_ => 7, Cancel));
    }

    [Fact]
    public async Task Whoever_comes_after_its_end_is_told()
    {
        var database = BlobDatabase.Open(folder.File("blobs.db"));
        database.Dispose();
        database.Dispose();
        await Assert.ThrowsAsync<BlobStoreException>(() => database.ReadAsync(_ => 1, Cancel));
        await Assert.ThrowsAsync<BlobStoreException>(() => database.WriteAsync(_ => 1, Cancel));
        await Assert.ThrowsAsync<BlobStoreException>(() => database.ShrinkAsync(Cancel));
    }

    public void Dispose() => folder.Dispose();
}
