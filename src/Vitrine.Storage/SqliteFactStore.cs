using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Reading;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Search;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage;

/// <summary>
/// A project in a folder: <c>facts.db</c> with the facts and what is derived from them, <c>search.db</c> with the words of their texts.
/// One process at a time; any number of threads.
/// </summary>
public sealed partial class SqliteFactStore : IFactStore, IEntityStore
{
    private readonly string factsPath;
    private readonly string searchPath;
    private readonly TimeProvider clock;
    private readonly SqliteConnection connection;
    private readonly AppendQueue queue;
    private readonly CommitGate gate;
    private readonly FactWriter facts;
    private readonly Flusher flusher;
    private readonly StoreWriter writer;
    private readonly Checkpointer checkpointer;
    private readonly SearchFollower search;
    private readonly ReaderPool readers;
    private readonly ProjectPhase phase;
    private readonly int schemaVersion;

    private SqliteFactStore(string folder, StoreOptions options, TimeProvider clock, DateTimeZone projectZone)
    {
        factsPath = Path.Combine(folder, "facts.db");
        searchPath = Path.Combine(folder, "search.db");
        this.clock = clock;
        connection = SqliteConnection.Open(factsPath);
        connection.Execute($"""
            pragma journal_mode = wal;
            pragma synchronous = full;
            pragma wal_autocheckpoint = 0;
            pragma temp_store = memory;
            pragma cache_size = {-options.CacheMegabytes * 1024};
            """);
        schemaVersion = SqliteMigrator.Migrate(connection, "Facts");
        if (options.MaxProjectMegabytes > 0) connection.Execute($"pragma max_page_count = {options.MaxProjectMegabytes * 256L}");
        phase = ProjectPhase.Load(connection, projectZone, clock);

        BeginLog();
        gate = new CommitGate();
        queue = new AppendQueue(options.QueueFacts, options.QueueBytes);
        facts = new FactWriter(connection, phase, options.NamesPerDay, clock);
        flusher = new Flusher(connection, gate, phase);
        flusher.Recover();
        checkpointer = new Checkpointer(factsPath);
        var pressure = new IngestPressure();
        search = SearchFollower.Start(factsPath, searchPath, options.SearchLagFacts, pressure);
        readers = new ReaderPool(factsPath, options, gate, searchPath);
        writer = new StoreWriter(
            connection, queue, gate, facts, flusher, checkpointer, options, pressure, () => search.Consumed, search.Wake);
        writer.Start();
    }

    /// <summary>Opens or makes a project's store; facts that were committed but not derived before the last end are taken into account.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="options">Limits and sizes.</param>
    /// <param name="clock">For the day of new names.</param>
    /// <param name="projectZone">Whose days the rollups are cut for; taken when the store is made (<see cref="SetTimeZoneAsync"/> changes it), UTC where absent.</param>
    /// <param name="cancellationToken">Before anything is opened.</param>
    /// <exception cref="NewerSchemaException">A newer Vitrine wrote the files.</exception>
    public static Task<SqliteFactStore> OpenAsync(
        string folder, StoreOptions options, TimeProvider clock, DateTimeZone? projectZone = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.Run(
            () =>
            {
                Directory.CreateDirectory(folder);
                return new SqliteFactStore(folder, options, clock, projectZone ?? DateTimeZone.Utc);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAsync(FactBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0) return ValueTask.FromResult(default(AppendResult));
        FactDerivations.Fill(batch);
        var pending = new PendingBatch(batch);
        queue.Add(pending);
        return pending.Task;
    }

    /// <inheritdoc />
    public Task<StatResult> QueryAsync(StatQuery query, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new StatExecutor(snapshot, query).Execute(), cancellationToken);

    /// <inheritdoc />
    public Task<Page<FactRecord>> ListAsync(FactListQuery query, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new FactLister(snapshot, query).List(), cancellationToken);

    /// <inheritdoc />
    public Task<FactRecord?> FindAsync(FactKind kind, string id, CancellationToken cancellationToken) =>
        readers.RunAsync(
            snapshot =>
            {
                var table = FactTable.Of(kind);
                var select = snapshot.Connection.Prepare($"select key from {table.Name} where id = ?1");
                FactIds.Bind(select, 1, id);
                var key = select.Step() ? select.Long(0) : 0;
                select.Reset();
                return key == 0 ? null : new RecordReader(snapshot, table).Read(key);
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await Task.Run(() =>
        {
            writer.Join();
            search.Dispose();
            checkpointer.Dispose();
            readers.Dispose();
            connection.Dispose();
        });
    }

    /// <summary>How SQLite runs what was asked so far, for the tests that pin it.</summary>
    internal async Task<IReadOnlyList<(string Sql, IReadOnlyList<string> Plan)>> ExplainAsync()
    {
        IReadOnlyList<(string Sql, IReadOnlyList<string> Plan)> written = [];
        await ChangeAsync(() => written = connection.Explain(), CancellationToken.None);
        return [.. written, .. readers.Explain()];
    }

    /// <summary>About how many steps of SQLite's machine a read takes, for the tests that bound them.</summary>
    internal async Task<long> CountStepsAsync(Func<Task> read)
    {
        const int granularity = 100;
        var steps = 0L;
        readers.Watch(granularity, () => Interlocked.Add(ref steps, granularity));
        await read();
        readers.Watch(granularity, null);
        return steps;
    }

    // A write, so that the log exists before it is grown. On a full disk there is no write, but reading goes on.
    private void BeginLog()
    {
        try
        {
            connection.Prepare("insert or replace into setting (name, value) values ('opened_at', ?1)").Bind(1, FactTime.Now(clock)).Run();
        }
        catch (SqliteException error) when (error.IsFull)
        {
            if (connection.InTransaction) connection.Execute("rollback");
        }
    }

    // The same, all of it or nothing; what goes wrong in the middle is rolled back by the writer.
    private Task TransactAsync(Action change, CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            connection.Execute("begin immediate");
            change();
            connection.Execute("commit");
        },
        cancellationToken);

    // After everything queued before it, on the writer's thread and connection.
    private async Task ChangeAsync(Action change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingChange(change);
        queue.Add(pending);
        await pending.Task;
    }
}
