using Vitrine.Core.Blobs;
using Vitrine.Storage.Blobs;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Media.Tests;

public sealed class SqliteBlobStoreTests : BlobStoreSpecs, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly SqliteBlobStore store;

    public SqliteBlobStoreTests() => store = NewStore();

    protected override IBlobStore Store => store;

    [Fact]
    public async Task A_blob_says_when_it_came_and_keeps_that()
    {
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        var then = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(1));
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal(then, Assert.Single(await ListAsync("default")).WrittenAt);
    }

    [Fact]
    public async Task What_is_stored_is_there_after_a_start()
    {
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        store.Dispose();
        using var again = NewStore();
        Assert.Equal("some bytes"u8.ToArray(), await again.ReadAllAsync(Key, Cancel));
    }

    [Fact]
    public async Task Nothing_is_made_by_asking()
    {
        Assert.Null(await store.OpenAsync(Key, 0, null, Cancel));
        Assert.False(await store.DeleteAsync(Key, Cancel));
        Assert.Empty(await ListAsync("default"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_holds_up_nobody_and_gets_no_others_bytes()
    {
        var bytes = Noise(1_000_000);
        var key = KeyOf(bytes);
        await store.PutAsync(key, bytes, Cancel);
        await using var content = await store.OpenAsync(key, 0, null, Cancel);
        var start = new byte[1000];
        await content!.Content.ReadExactlyAsync(start, Cancel);
        await store.DeleteAsync(key, Cancel);
        var others = new byte[1_000_000];
        await store.PutAsync(KeyOf(others), others, Cancel);
        await Assert.ThrowsAsync<BlobStoreException>(() => content.Content.CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task What_was_deleted_gives_its_room_back()
    {
        var bytes = Noise(40_000_000);
        await store.PutAsync(KeyOf(bytes), bytes, Cancel);
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await store.DeleteAsync(KeyOf(bytes), Cancel);
        await store.RemoveUnfinishedAsync("default", DateTimeOffset.MaxValue, Cancel);
        store.Dispose();
        Assert.InRange(new FileInfo(folder.File("default.db")).Length, 1, 1_000_000);
        using var again = NewStore();
        Assert.Equal("some bytes"u8.ToArray(), await again.ReadAllAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_newer_file_is_refused_by_name()
    {
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        store.Dispose();
        using (var connection = SqliteConnection.Open(folder.File("default.db"))) connection.Execute("pragma user_version = 99");
        using var again = NewStore();
        Assert.Contains("default.db", Assert.Throws<NewerSchemaException>(() => again.Check("default")).Message);
    }

    [Fact]
    public async Task A_folder_that_is_gone_takes_its_blobs_along_and_a_new_one_begins_empty()
    {
        var projects = Directory.CreateDirectory(folder.File("projects")).FullName;
        using var inFolders = new SqliteBlobStore(project => Path.Combine(projects, project, "blobs.db"), clock);
        Directory.CreateDirectory(Path.Combine(projects, "default"));
        await inFolders.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Directory.Delete(Path.Combine(projects, "default"), recursive: true);
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => inFolders.PutAsync(Key, "some bytes"u8.ToArray(), Cancel));
        Directory.CreateDirectory(Path.Combine(projects, "default"));
        Assert.Null(await inFolders.OpenAsync(Key, 0, null, Cancel));
        await inFolders.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal("some bytes"u8.ToArray(), await inFolders.ReadAllAsync(Key, Cancel));
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private SqliteBlobStore NewStore() => new(project => folder.File(project + ".db"), clock);

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
