using Vitrine.Core.Facts;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Empties a project inside the caller's transaction: facts, users, conversations, personas, jobs, names, and all that was counted. Datasets and settings stay.</summary>
internal static class Reset
{
    /// <summary>The setting that holds the arrival which a search index must have reached to know of the last reset.</summary>
    public const string Setting = "reset_arrival";

    /// <returns>How many of each kind there were, conversations included.</returns>
    public static IReadOnlyDictionary<FactKind, long> Run(SqliteConnection connection)
    {
        var removed = new Dictionary<FactKind, long>();
        foreach (var kind in FactKinds.Facts) removed[kind] = Empty(connection, FactTable.Of(kind).Name);
        removed[FactKind.Conversation] = Empty(connection, "conversation");
        connection.Execute("""
            delete from image_text; delete from message_text; delete from activity_text; delete from api_call_text; delete from command_text;
            delete from user; delete from user_total; delete from user_fact; delete from conversation_message; delete from persona; delete from image_job; delete from image_fetch; delete from job_callback;
            delete from cell; delete from histogram; delete from user_set; delete from user_count; delete from block; delete from late;
            -- Those of datasets and their logos stay with them.
            delete from picture_use where owner_kind not in (3, 4);
            delete from picture where not exists (select 1 from picture_use where picture_use.bucket = picture.bucket and picture_use.hash = picture.hash);
            -- The first two are fixed by the schema.
            delete from name where id > 2;
            update watermark set key = 0;
            """);
        return removed;
    }

    /// <summary>Call it with the last arrival of the transaction in place.</summary>
    public static void NoteArrival(SqliteConnection connection) =>
        connection.Prepare("insert or replace into setting (name, value) select ?1, max(seq) from arrival").Bind(1, Setting).Run();

    // Without a condition, SQLite frees whole pages instead of deleting row by row, and still counts the rows.
    private static long Empty(SqliteConnection connection, string table)
    {
        connection.Prepare($"delete from {table}").Run();
        return connection.Changes;
    }
}
