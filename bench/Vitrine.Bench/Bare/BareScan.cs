using SQLitePCL;

namespace Vitrine.Bench.Bare;

/// <summary>
/// What exports are measured against: one select over every image with its texts, newest first, each column read and none written. It looks
/// up no names and holds its snapshot to the end, which an export must not.
/// </summary>
internal static class BareScan
{
    private const string Everything = "select * from image left join image_text on image_text.key = image.key order by image.key desc";

    /// <returns>The rows, and the bytes of their columns as text.</returns>
    public static (int Rows, long Bytes) Read(string file, CancellationToken cancellationToken)
    {
        Batteries_V2.Init();
        if (raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READONLY, null) != raw.SQLITE_OK) throw new IOException($"{file} cannot be read.");
        using (database)
        {
            if (raw.sqlite3_prepare_v2(database, Everything, out var statement) != raw.SQLITE_OK)
                throw new InvalidOperationException(raw.sqlite3_errmsg(database).utf8_to_string());
            using (statement) return Read(statement, cancellationToken);
        }
    }

    private static (int Rows, long Bytes) Read(sqlite3_stmt statement, CancellationToken cancellationToken)
    {
        var (rows, bytes) = (0, 0L);
        var columns = raw.sqlite3_column_count(statement);
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            for (var column = 0; column < columns; column++) bytes += raw.sqlite3_column_blob(statement, column).Length;
            if (++rows % 10_000 == 0) cancellationToken.ThrowIfCancellationRequested();
        }

        return (rows, bytes);
    }
}
