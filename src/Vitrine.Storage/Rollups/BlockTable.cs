using Vitrine.Core.Facts;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// Runs of neighbouring facts with their number. Summing up a few thousand runs and counting inside one finds the n-th fact, and the number of
/// facts before any moment, in time that does not grow with the distance.
/// </summary>
internal static class BlockTable
{
    public const int TargetFacts = 4096;
    private const int MaxFacts = 2 * TargetFacts;

    public static void Add(SqliteConnection connection, FactKind kind, List<long> keys)
    {
        if (keys.Count == 0) return;
        keys.Sort();
        connection.Prepare("insert or ignore into block (kind, first_key, count) values (?1, 0, 0)").Bind(1, (long)kind).Run();
        for (var start = 0; start < keys.Count;)
        {
            var (first, next, count) = BlockOf(connection, kind, keys[start]);
            var end = start;
            while (end < keys.Count && keys[end] < next) end++;
            count += end - start;
            if (count <= MaxFacts) Save(connection, kind, first, count);
            else Split(connection, kind, first, next);
            start = end;
        }
    }

    /// <summary>All runs of a kind, oldest first.</summary>
    public static List<(long FirstKey, long Count)> Read(SqliteConnection connection, FactKind kind)
    {
        var blocks = new List<(long, long)>();
        var select = connection.Prepare("select first_key, count from block where kind = ?1 order by first_key").Bind(1, (long)kind);
        while (select.Step()) blocks.Add((select.Long(0), select.Long(1)));
        select.Reset();
        return blocks;
    }

    private static (long First, long Next, long Count) BlockOf(SqliteConnection connection, FactKind kind, long key)
    {
        var block = connection.Prepare("select first_key, count from block where kind = ?1 and first_key <= ?2 order by first_key desc limit 1")
            .Bind(1, (long)kind).Bind(2, key);
        block.Step();
        var (first, count) = (block.Long(0), block.Long(1));
        block.Reset();
        var following = connection.Prepare("select first_key from block where kind = ?1 and first_key > ?2 order by first_key limit 1")
            .Bind(1, (long)kind).Bind(2, key);
        var next = following.Step() ? following.Long(0) : long.MaxValue;
        following.Reset();
        return (first, next, count);
    }

    private static void Save(SqliteConnection connection, FactKind kind, long first, long count) =>
        connection.Prepare("insert or replace into block (kind, first_key, count) values (?1, ?2, ?3)")
            .Bind(1, (long)kind).Bind(2, first).Bind(3, count).Run();

    private static void Split(SqliteConnection connection, FactKind kind, long first, long next)
    {
        var select = connection.Prepare($"select key from {FactTable.Of(kind).Name} where key >= ?1 and key < ?2 order by key")
            .Bind(1, first).Bind(2, next);
        var pieces = new List<(long First, long Count)> { (first, 0) };
        while (select.Step())
        {
            var (pieceFirst, count) = pieces[^1];
            if (count < TargetFacts) pieces[^1] = (pieceFirst, count + 1);
            else pieces.Add((select.Long(0), 1));
        }

        select.Reset();
        foreach (var (pieceFirst, count) in pieces) Save(connection, kind, pieceFirst, count);
    }
}
