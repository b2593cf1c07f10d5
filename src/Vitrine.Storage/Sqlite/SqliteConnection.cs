using SQLitePCL;

namespace Vitrine.Storage.Sqlite;

/// <summary>
/// A connection of one thread at a time (only <see cref="Interrupt"/> may come from another). Statements prepared through
/// <see cref="Prepare"/> are cached by their text and live as long as the connection.
/// </summary>
public sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 handle;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    // Most statements are literals of the code, and a literal is one object: found by its address instead of by its letters.
    private readonly Dictionary<string, SqliteStatement> literals = new(ReferenceEqualityComparer.Instance);

    static SqliteConnection()
    {
        Batteries_V2.Init();
        // Memory statistics cost a global lock for each allocation; nothing here reads them.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private SqliteConnection(sqlite3 handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    public string Path { get; }

    internal sqlite3 Handle => handle;

    /// <summary>Opens a file, and makes it where it is to be written and not there yet: for its owner alone, as SQLite's logs beside it then are.</summary>
    public static SqliteConnection Open(string path, bool readOnly = false)
    {
        if (!readOnly) MakePrivate(path);
        var flags = (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE) | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw new SqliteException(code, $"Cannot open {path}: {raw.sqlite3_errstr(code).utf8_to_string()}.");
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, 10_000);
        return new SqliteConnection(handle, path);
    }

    private static void MakePrivate(string path)
    {
        // Never one that is there: closing any handle of a file gives up the locks that this process holds on it.
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    /// <summary>Runs one or more statements that return nothing.</summary>
    public void Execute(string sql)
    {
        var rest = sql;
        while (!string.IsNullOrWhiteSpace(rest))
        {
            Check(raw.sqlite3_prepare_v2(handle, rest, out var statement, out var tail), rest);
            rest = tail;
            if (statement is null || statement.IsInvalid) continue;
            using (statement)
            {
                int code;
                do code = raw.sqlite3_step(statement); while (code == raw.SQLITE_ROW);
                if (code != raw.SQLITE_DONE) throw Error(code, sql);
            }
        }
    }

    /// <summary>The cached statement of this text, reset and without bindings kept from before.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (literals.TryGetValue(sql, out var cached) || statements.TryGetValue(sql, out cached))
        {
            cached.Reset();
            return cached;
        }

        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), sql);
        var prepared = new SqliteStatement(this, statement, sql);
        if (ReferenceEquals(string.IsInterned(sql), sql)) literals.Add(sql, prepared);
        return statements[sql] = prepared;
    }

    /// <summary>How SQLite runs each statement prepared so far, for the tests that pin it: the statement's text and a line a step.</summary>
    internal IReadOnlyList<(string Sql, IReadOnlyList<string> Plan)> Explain()
    {
        var plans = new List<(string, IReadOnlyList<string>)>();
        foreach (var sql in statements.Keys.ToList())
        {
            Check(raw.sqlite3_prepare_v2(handle, $"explain query plan {sql}", out var handleOfPlan), sql);
            using var explained = new SqliteStatement(this, handleOfPlan, sql);
            var steps = new List<string>();
            while (explained.Step()) steps.Add(explained.Text(3)!);
            plans.Add((sql, steps));
        }

        return plans;
    }

    /// <summary>The first column of the first row, or null where there is none.</summary>
    public long? Scalar(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Step() && !statement.IsNull(0) ? statement.Long(0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>Ends every run that was left in the middle, as by an exception: one alone would hold on to its snapshot.</summary>
    public void ResetAll()
    {
        foreach (var statement in statements.Values) statement.Reset();
    }

    /// <summary>Stops what runs on this connection; the only member that another thread may call.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(handle);

    /// <summary>Copies WAL frames into the database as far as readers allow, without waiting for them.</summary>
    /// <returns>Frames in the log and how many of them are in the database now.</returns>
    public (int Log, int Checkpointed) CheckpointPassive()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out var done);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY)) throw Error(code, "checkpoint");
        return (log, done);
    }

    internal void Watch(int steps, Action? passed) =>
        raw.sqlite3_progress_handler(handle, passed is null ? 0 : steps, passed is null ? null : _ => Pass(passed), null);

    private static int Pass(Action passed)
    {
        passed();
        return 0;
    }

    /// <summary>Statements still open are finalised; the last connection of a file also folds its WAL into it.</summary>
    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        literals.Clear();
        handle.Dispose();
    }

    internal void Check(int code, string sql)
    {
        if (code != raw.SQLITE_OK) throw Error(code, sql);
    }

    internal SqliteException Error(int code, string sql) =>
        new(raw.sqlite3_extended_errcode(handle) is var extended && (extended & 0xFF) == (code & 0xFF) ? extended : code,
            $"{raw.sqlite3_errmsg(handle).utf8_to_string()} [{code}] in: {sql.Trim()}");
}
