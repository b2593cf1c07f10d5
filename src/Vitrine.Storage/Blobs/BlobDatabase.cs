using System.Collections.Concurrent;
using Vitrine.Core.Blobs;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Blobs;

/// <summary>The file of a project's blobs: a connection that writes, and a few that read.</summary>
internal sealed class BlobDatabase : IDisposable
{
    private const string Family = "Blobs";
    private const int Readers = 4;

    private readonly string path;
    private readonly SqliteConnection writer;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SemaphoreSlim reading = new(Readers, Readers);
    private readonly ConcurrentBag<SqliteConnection> idle = [];

    // Set by whoever holds every permit.
    private bool isClosed;

    private BlobDatabase(string path, SqliteConnection writer)
    {
        this.path = path;
        this.writer = writer;
    }

    /// <exception cref="NewerSchemaException">A newer Vitrine wrote the file.</exception>
    public static BlobDatabase Open(string path)
    {
        var opened = SqliteConnection.Open(path);
        try
        {
            // Large pages, as most of them hold nothing but a picture's bytes; the first two settings are a new file's alone.
            opened.Execute("""
                pragma page_size = 16384; pragma auto_vacuum = incremental;
                pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864
                """);
            SqliteMigrator.Migrate(opened, Family);
            return new BlobDatabase(path, opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Runs in a transaction, alone among writers.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Translate(() => Transact(write)), CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Runs on a connection of its own. What is read is no longer than a piece, so nothing interrupts it.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Translate(() => Read(read)), CancellationToken.None);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Gives free pages back to the disk, a few at a time: writers come in between.</summary>
    public async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        long before, after = long.MaxValue;
        do
        {
            before = after;
            await writing.WaitAsync(cancellationToken);
            try
            {
                after = await Task.Run(
                    () => Translate(() =>
                    {
                        // 16 MiB.
                        Writer.Execute("pragma incremental_vacuum(1024)");
                        return Writer.Scalar("pragma freelist_count") ?? 0;
                    }),
                    CancellationToken.None);
            }
            finally
            {
                writing.Release();
            }
        }
        while (after > 0 && after < before);
    }

    /// <summary>Waits for what runs; whoever comes later finds it closed.</summary>
    public void Dispose()
    {
        writing.Wait();
        for (var reader = 0; reader < Readers; reader++) reading.Wait();
        if (!isClosed)
        {
            isClosed = true;
            while (idle.TryTake(out var connection)) connection.Dispose();
            writer.Dispose();
        }
        reading.Release(Readers);
        writing.Release();
    }

    private SqliteConnection Writer => isClosed ? throw Closed() : writer;

    private T Transact<T>(Func<SqliteConnection, T> write)
    {
        Writer.Execute("begin immediate");
        try
        {
            var result = write(writer);
            writer.Execute("commit");
            return result;
        }
        catch
        {
            writer.ResetAll();
            if (writer.InTransaction) writer.Execute("rollback");
            throw;
        }
    }

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        if (isClosed) throw Closed();
        if (!idle.TryTake(out var connection))
        {
            connection = SqliteConnection.Open(path);
            connection.Execute("pragma query_only = 1");
        }
        try
        {
            return read(connection);
        }
        finally
        {
            connection.ResetAll();
            idle.Add(connection);
        }
    }

    private BlobStoreException Closed() => new($"{path} is closed.");

    private static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw new BlobStoreException(error.IsFull ? "The disk of the pictures' database is full." : "The pictures' database failed.", error, error.IsFull);
        }
    }
}
