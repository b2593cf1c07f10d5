using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

/// <summary>
/// The control store in <c>control.db</c> of the data folder. One connection behind a lock: its tables are small, and a call takes microseconds
/// to read and one commit to write, so calls run on the caller's thread and come back finished.
/// </summary>
public sealed partial class ControlStore : IControlStore
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    private ControlStore(SqliteConnection connection, int schemaVersion)
    {
        this.connection = connection;
        SchemaVersion = schemaVersion;
    }

    public int SchemaVersion { get; }

    /// <summary>Opens the file, brings it to the newest schema, and makes the default project where there is no project.</summary>
    /// <param name="folder">Where the file is, or is made.</param>
    /// <param name="clock">For when the default project was made.</param>
    /// <param name="timeZone">Of the default project.</param>
    /// <exception cref="NewerSchemaException">A newer Vitrine wrote the file.</exception>
    public static ControlStore Open(string folder, TimeProvider clock, string timeZone = "UTC")
    {
        var opened = SqliteConnection.Open(Path.Combine(folder, "control.db"));
        try
        {
            opened.Execute("pragma journal_mode = wal; pragma synchronous = full");
            var version = SqliteMigrator.Migrate(opened, "Control");
            var store = new ControlStore(opened, version);
            if (opened.Scalar("select count(*) from project") == 0) store.Insert(new Project(Project.DefaultSlug, "Default", timeZone, FactTime.Now(clock)));
            return store;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate) connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<SqliteStatement, T> read, Action<SqliteStatement>? bind = null)
    {
        lock (gate) return Task.FromResult(List(sql, read, bind));
    }

    private IReadOnlyList<T> List<T>(string sql, Func<SqliteStatement, T> read, Action<SqliteStatement>? bind = null)
    {
        var statement = connection.Prepare(sql);
        bind?.Invoke(statement);
        try
        {
            var rows = new List<T>();
            while (statement.Step()) rows.Add(read(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <returns>How many rows it changed.</returns>
    private Task<int> ChangeAsync(string sql, Action<SqliteStatement> bind)
    {
        lock (gate) return Task.FromResult(Change(sql, bind));
    }

    private int Change(string sql, Action<SqliteStatement> bind)
    {
        var statement = connection.Prepare(sql);
        bind(statement);
        statement.Run();
        return connection.Changes;
    }

    private Task<T> TransactAsync<T>(Func<T> work)
    {
        lock (gate)
        {
            connection.Execute("begin immediate");
            try
            {
                var result = work();
                connection.Execute("commit");
                return Task.FromResult(result);
            }
            catch
            {
                if (connection.InTransaction) connection.Execute("rollback");
                throw;
            }
        }
    }

    private static long Number(bool value) => value ? 1 : 0;
}
