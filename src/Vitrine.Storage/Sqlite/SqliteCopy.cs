using SQLitePCL;

namespace Vitrine.Storage.Sqlite;

/// <summary>Copies a database that is in use, as it is at one moment, while its owner goes on writing.</summary>
public static class SqliteCopy
{
    // 4 MiB: how far the copy goes before it looks whether it is still wanted.
    private const int PagesPerStep = 1024;

    /// <param name="source">In WAL mode. Its log cannot start over until the copy is done.</param>
    /// <param name="target">Made; what is left of it where the copy fails is the caller's.</param>
    /// <returns>The number of its schema.</returns>
    /// <exception cref="SqliteException">As where the disk is full.</exception>
    public static int Make(string source, string target, CancellationToken cancellationToken)
    {
        using var from = SqliteConnection.Open(source, readOnly: true);
        using var to = SqliteConnection.Open(target);
        // Nobody reads a copy that is not whole, so nothing need protect it while it grows.
        to.Execute("pragma synchronous = off");
        // The transaction holds the moment: without it the copy would begin anew after every commit.
        from.Execute("begin");
        var version = (int)(from.Scalar("pragma user_version") ?? 0);
        var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid) throw to.Error(raw.sqlite3_errcode(to.Handle), $"backup of {source}");
        int code;
        using (backup)
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                code = raw.sqlite3_backup_step(backup, PagesPerStep);
            }
            while (code == raw.SQLITE_OK);
        }
        if (code != raw.SQLITE_DONE) throw new SqliteException(code, $"Cannot copy {source}: {raw.sqlite3_errstr(code).utf8_to_string()}.");
        from.Execute("commit");
        return version;
    }
}
