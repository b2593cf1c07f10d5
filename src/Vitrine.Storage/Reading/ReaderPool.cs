using System.Collections.Concurrent;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>A few connections that read, each in a transaction of its own; a read that is cancelled or takes too long is interrupted.</summary>
internal sealed class ReaderPool(string path, StoreOptions options, CommitGate gate, HourPhase phase, string searchPath)
    : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private readonly SemaphoreSlim free = new(options.Readers, options.Readers);

    /// <param name="read">Runs on a thread of the pool, with statements of the snapshot's connection only.</param>
    /// <param name="limited">False for checks and the like, which may take as long as they need.</param>
    public async Task<T> RunAsync<T>(Func<Snapshot, T> read, CancellationToken cancellationToken, bool limited = true)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Run(read, limited, cancellationToken), cancellationToken);
        }
        finally
        {
            free.Release();
        }
    }

    private T Run<T>(Func<Snapshot, T> read, bool limited, CancellationToken cancellationToken)
    {
        if (!idle.TryTake(out var connection)) connection = Open();
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (limited) deadline.CancelAfter(options.QueryMilliseconds);
            using var interrupt = deadline.Token.UnsafeRegister(static reader => ((SqliteConnection)reader!).Interrupt(), connection);
            var (tail, interned) = gate.Pin(connection);
            return read(new Snapshot(
                connection, tail, phase, interned, limited ? options.QueryRows : long.MaxValue, options.CountMilliseconds, options.ReadMilliseconds));
        }
        catch (SqliteException error) when (error.IsInterrupted)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

    public void Dispose()
    {
        while (idle.TryTake(out var connection)) connection.Dispose();
        free.Dispose();
    }
}
