using SQLitePCL;

namespace Vitrine.Storage.Import;

/// <summary>A row of a foreign table; values are null, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or bytes, by column.</summary>
public readonly record struct SqliteRow(long RowId, object?[] Values);

/// <summary>The file is not a database that can be read.</summary>
public sealed class SqliteReadException(string message) : Exception(message);

/// <summary>Reads the tables of somebody else's SQLite file, without ever writing to it or beside it. Not thread-safe.</summary>
public sealed class SqliteTableReader : IDisposable
{
    private readonly sqlite3 database;

    private SqliteTableReader(sqlite3 database, IReadOnlyList<string> tables)
    {
        this.database = database;
        Tables = tables;
    }

    /// <summary>The tables and views, in the order of their names.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <exception cref="SqliteReadException">The file is no SQLite database, or cannot be opened.</exception>
    public static SqliteTableReader Open(string path)
    {
        Batteries_V2.Init();
        // A file without a write-ahead log is opened as immutable: no lock is taken and nothing appears beside it.
        var mode = File.Exists(path + "-wal") ? "mode=ro" : "mode=ro&immutable=1";
        var uri = $"file:{Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal)}?{mode}";
        var result = raw.sqlite3_open_v2(uri, out var database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        try
        {
            Check(database, result);
            raw.sqlite3_busy_timeout(database, 5000);
            var tables = Query(database, "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name", 0)
                .Select(row => (string)row.Values[0]!).ToList();
            return new SqliteTableReader(database, tables);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The table's columns, in their order.</summary>
    public IReadOnlyList<string> Columns(string table) =>
        [.. Query(database, $"select name from pragma_table_info({Quote(table, '\'')}) order by cid", 0).Select(row => (string)row.Values[0]!)];

    public long Count(string table) => (long)Query(database, $"select count(*) from {Quote(table, '"')}", 0).Single().Values[0]!;

    /// <summary>Streams the rows in the order of their rowid. The array of values is reused from row to row.</summary>
    public IEnumerable<SqliteRow> Read(string table) =>
        Query(database, $"select rowid, * from {Quote(table, '"')} order by rowid", 1);

    private static IEnumerable<SqliteRow> Query(sqlite3 database, string sql, int skip)
    {
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            var values = new object?[raw.sqlite3_column_count(statement) - skip];
            while (true)
            {
                var step = raw.sqlite3_step(statement);
                if (step == raw.SQLITE_DONE) yield break;
                if (step != raw.SQLITE_ROW) Check(database, step);
                for (var column = 0; column < values.Length; column++) values[column] = Value(statement, column + skip);
                yield return new SqliteRow(skip == 0 ? 0 : raw.sqlite3_column_int64(statement, 0), values);
            }
        }
    }

    private static object? Value(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
        _ => null,
    };

    private static string Quote(string name, char quote) =>
        quote + name.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal) + quote;

    private static void Check(sqlite3 database, int result)
    {
        if (result != raw.SQLITE_OK) throw new SqliteReadException(raw.sqlite3_errmsg(database).utf8_to_string());
    }

    public void Dispose() => database.Dispose();
}
