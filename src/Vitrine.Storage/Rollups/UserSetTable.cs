using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Who was active in which hour and in which day of 24 hours.</summary>
internal static class UserSetTable
{
    /// <summary>Unites a stored chunk with a set that counts its users from the chunk's first.</summary>
    public static void Unite(SqliteConnection connection, long id, UserSet users)
    {
        var select = connection.Prepare("select users from user_set where id = ?1").Bind(1, id);
        if (select.Step()) users.UniteChunk(0, select.Bytes(0));
        select.Reset();
        connection.Prepare("insert or replace into user_set (id, users) values (?1, ?2)").Bind(1, id).BindBlob(2, users.Chunk(0)).Run();
    }

    /// <summary>Adds everybody active in hours [first, end), by whole days where the range holds them.</summary>
    public static void Read(SqliteConnection connection, FactKind kind, long firstHour, long endHour, UserSet target)
    {
        var firstDay = (firstHour + 23) / 24;
        var endDay = endHour / 24;
        if (firstDay >= endDay)
        {
            Read(connection, kind, 0, firstHour, endHour, target);
            return;
        }

        Read(connection, kind, 0, firstHour, firstDay * 24, target);
        Read(connection, kind, 1, firstDay, endDay, target);
        Read(connection, kind, 0, endDay * 24, endHour, target);
    }

    private static void Read(SqliteConnection connection, FactKind kind, int level, long first, long end, UserSet target)
    {
        if (first >= end) return;
        var select = connection.Prepare("select id, users from user_set where id >= ?1 and id < ?2")
            .Bind(1, RollupIds.UserSet(kind, level, first, 0)).Bind(2, RollupIds.UserSet(kind, level, end, 0));
        while (select.Step()) target.UniteChunk(RollupIds.KeyOf(select.Long(0)), select.Bytes(1));
        select.Reset();
    }
}
