using SQLitePCL;

namespace Vitrine.Storage.Sqlite;

/// <summary>SQLite answered with an error.</summary>
/// <param name="code">The extended result code.</param>
/// <param name="message">SQLite's own message, and what was tried.</param>
public sealed class SqliteException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>The primary result code, without the extension.</summary>
    public int PrimaryCode => Code & 0xFF;

    public bool IsFull => PrimaryCode == raw.SQLITE_FULL;

    public bool IsInterrupted => PrimaryCode == raw.SQLITE_INTERRUPT;

    /// <summary>A row with this primary key is there already; other broken constraints are mistakes.</summary>
    public bool IsKeyTaken => Code is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID;
}
