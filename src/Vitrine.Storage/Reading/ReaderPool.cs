using System.Collections.Concurrent;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>A few connections that read, each in a transaction of its own; a read that is cancelled or takes too long is interrupted.</summary>
internal sealed class ReaderPool(string path, StoreOptions options, CommitGate gate, string searchPath)
    : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private readonly SemaphoreSlim free = new(options.Readers, options.Readers);
    private readonly CancellationTokenSource closing = new();

    /// <param name="read">Runs on a thread of the pool, with statements of the snapshot's connection only.</param>
    /// <param name="limited">False for checks and the like, which may take as long as they need.</param>
    /// <exception cref="StoreClosedException">The pool was disposed before or meanwhile.</exception>
    public async Task<T> RunAsync<T>(Func<Snapshot, T> read, CancellationToken cancellationToken, bool limited = true)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            await free.WaitAsync(ended.Token);
            try
            {
                return await Task.Run(() => Run(read, limited, ended, cancellationToken), ended.Token);
            }
            finally
            {
                free.Release();
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreClosedException();
        }
    }

    private T Run<T>(Func<Snapshot, T> read, bool limited, CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        if (!idle.TryTake(out var connection)) connection = Open();
        try
        {
            if (limited) ended.CancelAfter(options.QueryMilliseconds);
            using var interrupt = ended.Token.UnsafeRegister(static reader => ((SqliteConnection)reader!).Interrupt(), connection);
            var (tail, interned) = gate.Pin(connection);
            return read(new Snapshot(
                connection, tail, ProjectPhase.Read(connection), interned, limited ? options.QueryRows : long.MaxValue, options.CountMilliseconds,
                options.ReadMilliseconds));
        }
        catch (SqliteException error) when (error.IsInterrupted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            closing.Token.ThrowIfCancellationRequested();
            throw new QueryBudgetException(
                $"The question took longer than {options.QueryMilliseconds} ms. Ask for a shorter range, or group and filter by one dimension only.");
        }
        finally
        {
            connection.ResetAll();
            if (connection.InTransaction) connection.Execute("rollback");
            idle.Add(connection);
        }
    }

    private SqliteConnection Open()
    {
        var connection = SqliteConnection.Open(path);
        connection.Execute($"pragma query_only = 1; pragma cache_size = {-options.CacheMegabytes * 256}; pragma temp_store = memory");
        connection.Prepare("attach ?1 as search").Bind(1, searchPath).Run();
        return connection;
    }

    /// <summary>How SQLite runs what readers asked so far, for the tests that pin it.</summary>
    internal IReadOnlyList<(string Sql, IReadOnlyList<string> Plan)> Explain() => [.. idle.SelectMany(connection => connection.Explain())];

    /// <summary>Calls back every so many steps of SQLite's machine on idle connections, for the tests that bound a read's work; null ends it.</summary>
    internal void Watch(int steps, Action? passed)
    {
        foreach (var connection in idle) connection.Watch(steps, passed);
    }

    /// <summary>Interrupts the reads that run and waits for their end; later ones find the store closed.</summary>
    public void Dispose()
    {
        if (closing.IsCancellationRequested) return;
        closing.Cancel();
        for (var reader = 0; reader < options.Readers; reader++) free.Wait();
        while (idle.TryTake(out var connection)) connection.Dispose();
    }
}
