using System.Runtime.InteropServices;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Who did how much in which hour and in which day of 24 hours.</summary>
internal static class UserCountTable
{
    /// <param name="connection">In a transaction.</param>
    /// <param name="userCounts">By <see cref="RollupIds.UserCount"/> of kind, level, period and user (in place of its chunk).</param>
    public static void Add(SqliteConnection connection, Dictionary<long, MeasureSums> userCounts)
    {
        var ordered = userCounts.Keys.Order().ToArray();
        var users = new List<(int User, MeasureSums Figures)>();
        for (var start = 0; start < ordered.Length;)
        {
            var id = ChunkOf(ordered[start]);
            var end = start;
            users.Clear();
            for (; end < ordered.Length && ChunkOf(ordered[end]) == id; end++)
            {
                users.Add(((int)(RollupIds.KeyOf(ordered[end]) % RollupIds.CountChunk), userCounts[ordered[end]]));
            }

            Merge(connection, id, CollectionsMarshal.AsSpan(users));
            start = end;
        }
    }

    /// <summary>Adds the figures of every user in hours [first, end), by whole days where the range holds them.</summary>
    public static void Read(SqliteConnection connection, FactKind kind, long firstHour, long endHour, Func<int, MeasureSums> target)
    {
        foreach (var (level, first, end) in Levels(firstHour, endHour)) ReadLevel(connection, kind, level, first, end, target);
    }

    /// <summary>The same for hours (level 0) or days (level 1) only.</summary>
    public static void ReadLevel(SqliteConnection connection, FactKind kind, int level, long first, long end, Func<int, MeasureSums> target)
    {
        var select = Select(connection, "select id, counts, sums from user_count where id >= ?1 and id < ?2", kind, level, first, end);
        while (select.Step()) UserCountBlob.Decode(FirstUser(select), select.Bytes(1), select.Bytes(2), target);
        select.Reset();
    }

    /// <summary>Adds the counts alone, to an array by user.</summary>
    public static void ReadCounts(SqliteConnection connection, FactKind kind, long firstHour, long endHour, ref long[] byUser)
    {
        foreach (var (level, first, end) in Levels(firstHour, endHour))
        {
            var select = Select(connection, "select id, counts from user_count where id >= ?1 and id < ?2", kind, level, first, end);
            while (select.Step()) UserCountBlob.AddCounts(FirstUser(select), select.Bytes(1), ref byUser);
            select.Reset();
        }
    }

    private static IEnumerable<(int Level, long First, long End)> Levels(long firstHour, long endHour)
    {
        var (firstDay, endDay) = ((firstHour + 23) / 24, endHour / 24);
        return firstDay >= endDay
            ? [(0, firstHour, endHour)]
            : [(0, firstHour, firstDay * 24), (1, firstDay, endDay), (0, endDay * 24, endHour)];
    }

    private static SqliteStatement Select(SqliteConnection connection, string sql, FactKind kind, int level, long first, long end) =>
        connection.Prepare(sql).Bind(1, RollupIds.UserCount(kind, level, first, 0)).Bind(2, RollupIds.UserCount(kind, level, Math.Max(first, end), 0));

    private static int FirstUser(SqliteStatement row) => (int)RollupIds.KeyOf(row.Long(0)) * RollupIds.CountChunk;

    private static long ChunkOf(long id) =>
        (id & ~((1L << 33) - 1)) | (RollupIds.KeyOf(id) / RollupIds.CountChunk);

    private static void Merge(SqliteConnection connection, long id, ReadOnlySpan<(int User, MeasureSums Figures)> users)
    {
        var select = connection.Prepare("select counts, sums from user_count where id = ?1").Bind(1, id);
        var merged = select.Step() ? UserCountBlob.Merge(select.Bytes(0), select.Bytes(1), users) : UserCountBlob.Merge([], [], users);
        select.Reset();
        connection.Prepare("insert or replace into user_count (id, counts, sums) values (?1, ?2, ?3)")
            .Bind(1, id).BindBlob(2, CollectionsMarshal.AsSpan(merged.Counts)).BindBlob(3, CollectionsMarshal.AsSpan(merged.Sums)).Run();
    }
}
