using Vitrine.Core.Facts;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Throws away everything that is derived and counts all facts again, inside the caller's transaction.</summary>
internal static class Rebuild
{
    private const int FactsAtOnce = 200_000;

    public static void Run(SqliteConnection connection, HourPhase phase, LoraMembers loras)
    {
        connection.Execute("""
            delete from cell; delete from histogram; delete from user_set; delete from user_count; delete from block; delete from user_fact;
            delete from conversation_message; delete from user_total; delete from late;
            update conversation set message_count = 0, input_tokens = 0, output_tokens = 0, duration_count = 0, duration_sum = 0, cost = 0;
            """);
        var firstSeen = new Dictionary<int, long>();
        foreach (var kind in FactKinds.Facts) CountKind(connection, kind, phase, loras, firstSeen);
        foreach (var (user, time) in firstSeen)
        {
            connection.Prepare("update user set first_seen = ?2 where id = ?1").Bind(1, user).Bind(2, time).Run();
            CellTable.AddCount(connection, RollupIds.NewUsers, phase.HourOf(time), 1);
        }

        var created = new List<long>();
        var select = connection.Prepare("select created_at from conversation");
        while (select.Step()) created.Add(select.Long(0));
        select.Reset();
        foreach (var time in created) CellTable.AddCount(connection, FactKind.Conversation, phase.HourOf(time), 1);
    }

    private static void CountKind(SqliteConnection connection, FactKind kind, HourPhase phase, LoraMembers loras, Dictionary<int, long> firstSeen)
    {
        var table = FactTable.Of(kind);
        var scan = FactScan.Whole(table);
        var fact = default(StoredFact);
        var after = -1L;
        var read = FactsAtOnce;
        while (read == FactsAtOnce)
        {
            var deltas = new RollupDeltas(connection, phase, loras);
            var rows = connection.Prepare($"select {scan.Columns} from {table.Name} where key > ?1 order by key limit ?2").Bind(1, after).Bind(2, FactsAtOnce);
            for (read = 0; rows.Step(); read++)
            {
                scan.Read(rows, ref fact);
                deltas.Add(fact);
                after = fact.Key;
                if (fact.User != 0) firstSeen[fact.User] = Math.Min(fact.Time, firstSeen.GetValueOrDefault(fact.User, long.MaxValue));
            }

            rows.Reset();
            deltas.Write();
        }

        if (after > 0) connection.Prepare("update watermark set key = max(key, ?2) where kind = ?1").Bind(1, (long)kind).Bind(2, after).Run();
    }
}
