using System.Runtime.CompilerServices;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Blobs;

/// <summary>Blobs in a database of the project's own, beside that of its facts: whose log, pages and copies they leave alone.</summary>
/// <param name="fileOf">The file of a project's blobs; its folder is there as long as the project is.</param>
public sealed class SqliteBlobStore(Func<string, string> fileOf, TimeProvider clock) : IBlobStore, IDisposable
{
    private const int ListedAtOnce = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, BlobDatabase> databases = new(StringComparer.Ordinal);

    /// <summary>Opens the file of a project, if there is one.</summary>
    /// <exception cref="NewerSchemaException">A newer Vitrine wrote it.</exception>
    public void Check(string project) => _ = Find(project);

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Make(key.Project).WriteAsync(
        connection =>
        {
            var insert = connection.Prepare("""
                insert into blob (bucket, hash, variant, length, written_at) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing
                """);
            Name(insert, key).Bind(4, content.Length).Bind(5, FactTime.Now(clock)).Run();
            if (connection.Changes == 0) return false;
            BlobChunks.Write(connection, connection.LastInsertRowId, content.Span);
            return true;
        },
        cancellationToken);

    public async Task<BlobContent?> OpenAsync(BlobKey key, long offset, long? length, CancellationToken cancellationToken)
    {
        if (Find(key.Project) is not { } database) return null;
        var found = await database.ReadAsync<(long Id, long Length)?>(
            connection =>
            {
                var select = Name(connection.Prepare("select id, length from blob where bucket = ?1 and hash = ?2 and variant = ?3"), key);
                return select.Step() ? (select.Long(0), select.Long(1)) : null;
            },
            cancellationToken);
        if (found is not { } blob) return null;
        var end = length is { } asked ? Math.Min(blob.Length, offset + asked) : blob.Length;
        return new BlobContent(new BlobChunkStream(database, blob.Id, offset, end), blob.Length);
    }

    public async Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken) => Find(key.Project) is { } database && await database.WriteAsync(
        connection =>
        {
            var delete = Name(connection.Prepare("delete from blob where bucket = ?1 and hash = ?2 and variant = ?3 returning id"), key);
            if (!delete.Step()) return false;
            var blob = delete.Long(0);
            delete.Reset();
            BlobChunks.Delete(connection, blob);
            return true;
        },
        cancellationToken);

    public async IAsyncEnumerable<StoredBlob> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Find(project) is not { } database) yield break;
        var last = 0L;
        while (await database.ReadAsync(connection => ListAfter(connection, project, last), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (_, blob) in page) yield return blob;
            last = page[^1].Id;
        }
    }

    // The file is the folder's, and a folder has one owner.
    public Task<bool> ClaimAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>A transaction leaves nothing unfinished, but deleted blobs leave room, which goes back to the disk here.</summary>
    public Task RemoveUnfinishedAsync(string project, DateTimeOffset olderThan, CancellationToken cancellationToken) =>
        Find(project) is { } database ? database.ShrinkAsync(cancellationToken) : Task.CompletedTask;

    public Task DeleteProjectAsync(string project, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (gate)
            {
                Close(project);
                var path = fileOf(project);
                if (!File.Exists(path)) return;
                foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(path + suffix);
            }
        },
        cancellationToken);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var project in databases.Keys.ToList()) Close(project);
        }
    }

    private BlobDatabase Make(string project) => Find(project, make: true)!;

    /// <returns>Null where nothing was ever stored.</returns>
    private BlobDatabase? Find(string project, bool make = false)
    {
        lock (gate)
        {
            var path = fileOf(project);
            if (!File.Exists(path))
            {
                // Its folder went without us: what is still open is of no file.
                Close(project);
                if (!make) return null;
                // A project that was deleted meanwhile does not come back as a folder.
                if (!Directory.Exists(Path.GetDirectoryName(path))) throw new DirectoryNotFoundException($"There is no project '{project}'.");
            }
            if (!databases.TryGetValue(project, out var database)) databases[project] = database = OpenDatabase(path);
            return database;
        }
    }

    private static BlobDatabase OpenDatabase(string path)
    {
        try
        {
            return BlobDatabase.Open(path);
        }
        catch (SqliteException error)
        {
            throw new BlobStoreException($"{path} cannot be opened.", error, error.IsFull);
        }
    }

    // Under the gate; whoever is at work in the database does not ask for it.
    private void Close(string project)
    {
        if (databases.Remove(project, out var database)) database.Dispose();
    }

    private static SqliteStatement Name(SqliteStatement statement, BlobKey key) =>
        statement.Bind(1, (long)key.Bucket).BindBlob(2, key.Hash.ToArray()).Bind(3, (long)key.Variant);

    private static List<(long Id, StoredBlob Blob)> ListAfter(SqliteConnection connection, string project, long last)
    {
        var blobs = new List<(long, StoredBlob)>();
        var select = connection.Prepare("select id, bucket, hash, variant, length, written_at from blob where id > ?1 order by id limit ?2").Bind(1, last).Bind(2, ListedAtOnce);
        while (select.Step())
        {
            var key = new BlobKey(project, (Bucket)select.Int(1), new BlobHash(select.Bytes(2)), (BlobVariant)select.Int(3));
            blobs.Add((select.Long(0), new StoredBlob(key, select.Long(4), FactTime.ToDateTimeOffset(select.Long(5)))));
        }
        return blobs;
    }
}
