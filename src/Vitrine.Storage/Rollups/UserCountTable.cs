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
        for (var start = 0; start < ordered.Length;)
        {
            var id = ChunkOf(ordered[start]);
            var users = new SortedDictionary<int, MeasureSums>();
            var end = start;
            for (; end < ordered.Length && ChunkOf(ordered[end]) == id; end++)
            {
                users.Add((int)(RollupIds.KeyOf(ordered[end]) % RollupIds.CountChunk), userCounts[ordered[end]]);
            }

            Merge(connection, id, users);
            start = end;
        }
    }

    /// <summary>Adds the figures of every user in hours [first, end), by whole days where the range holds them.</summary>
    public static void Read(
        SqliteConnection connection, FactKind kind, long firstHour, long endHour, bool countsOnly, Func<int, MeasureSums> target)
    {
        var (firstDay, endDay) = ((firstHour + 23) / 24, endHour / 24);
        if (firstDay >= endDay)
        {
            ReadLevel(connection, kind, 0, firstHour, endHour, countsOnly, target);
            return;
        }

        ReadLevel(connection, kind, 0, firstHour, firstDay * 24, countsOnly, target);
        ReadLevel(connection, kind, 1, firstDay, endDay, countsOnly, target);
        ReadLevel(connection, kind, 0, endDay * 24, endHour, countsOnly, target);
    }

    /// <summary>The same for hours (level 0) or days (level 1) only.</summary>
    public static void ReadLevel(
        SqliteConnection connection, FactKind kind, int level, long first, long end, bool countsOnly, Func<int, MeasureSums> target)
    {
        if (first >= end) return;
        var select = connection.Prepare(countsOnly
                ? "select id, counts from user_count where id >= ?1 and id < ?2"
                : "select id, counts, sums from user_count where id >= ?1 and id < ?2")
            .Bind(1, RollupIds.UserCount(kind, level, first, 0)).Bind(2, RollupIds.UserCount(kind, level, end, 0));
        while (select.Step())
        {
            var firstUser = (int)RollupIds.KeyOf(select.Long(0)) * RollupIds.CountChunk;
            UserCountBlob.Decode(firstUser, select.Bytes(1), countsOnly ? default : select.Bytes(2), target);
        }

        select.Reset();
    }

    private static long ChunkOf(long id) =>
        (id & ~((1L << 33) - 1)) | (RollupIds.KeyOf(id) / RollupIds.CountChunk);

    private static void Merge(SqliteConnection connection, long id, SortedDictionary<int, MeasureSums> users)
    {
        var select = connection.Prepare("select counts, sums from user_count where id = ?1").Bind(1, id);
        if (select.Step())
        {
            UserCountBlob.Decode(0, select.Bytes(0), select.Bytes(1), user =>
            {
                if (!users.TryGetValue(user, out var figures)) users.Add(user, figures = new MeasureSums());
                return figures;
            });
        }

        select.Reset();
        List<byte> counts = [], sums = [];
        UserCountBlob.Encode(users, counts, sums);
        connection.Prepare("insert or replace into user_count (id, counts, sums) values (?1, ?2, ?3)")
            .Bind(1, id).BindBlob(2, CollectionsMarshal.AsSpan(counts)).BindBlob(3, CollectionsMarshal.AsSpan(sums)).Run();
    }
}
