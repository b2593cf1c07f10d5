using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>
/// Compares everything derived on disk with a recount of the facts below the tail. A day at a time, so that a large project is checked in bounded
/// memory.
/// </summary>
internal sealed class Recount(Snapshot snapshot)
{
    private const int MaxDifferences = 100;
    private readonly List<string> differences = [];
    private readonly HashSet<(FactKind, long)> inTail = [];
    private readonly Dictionary<(int User, FactKind Kind), MeasureSums> users = [];
    private readonly Dictionary<int, long> firstSeen = [];
    private readonly Dictionary<int, MeasureSums> conversations = [];

    public IReadOnlyList<string> Differences()
    {
        snapshot.Tail.ForEach((in fact) =>
        {
            inTail.Add((fact.Kind, fact.Key));
            See(fact);
        });
        foreach (var kind in FactKinds.Facts) CheckKind(kind);
        CheckUsers();
        CheckConversations();
        return differences.Count <= MaxDifferences ? differences : [.. differences.Take(MaxDifferences), $"… and {differences.Count - MaxDifferences} more"];
    }

    private void CheckKind(FactKind kind)
    {
        var table = FactTable.Of(kind);
        var scan = FactScan.Whole(table);
        var blocks = new BlockCheck(BlockTable.Read(snapshot.Connection, kind));
        var fact = default(StoredFact);
        long? day = null;
        var nextDay = 0L;
        var counted = new RollupDeltas(snapshot.Connection, snapshot.Phase, snapshot.Loras);
        var rows = snapshot.Connection.Prepare($"select {scan.Columns} from {table.Name} order by key");
        while (rows.Step())
        {
            scan.Read(rows, ref fact);
            if (inTail.Contains((kind, fact.Key))) continue;
            See(fact);
            blocks.Add(fact.Key);
            AddTotals(fact);
            var factDay = HourPhase.DayOfHour(snapshot.Phase.HourOf(fact.Time));
            if (day != factDay)
            {
                if (day is { } finished) CheckDays(kind, nextDay, finished + 1, counted);
                nextDay = day is { } last ? last + 1 : 0;
                day = factDay;
                counted = new RollupDeltas(snapshot.Connection, snapshot.Phase, snapshot.Loras);
            }

            counted.Add(fact);
        }

        rows.Reset();
        CheckDays(kind, nextDay, RollupDays.End, counted);
        differences.AddRange(blocks.Differences().Select(difference => $"{table.Name}: {difference}"));
    }

    private void CheckDays(FactKind kind, long firstDay, long endDay, RollupDeltas counted) =>
        differences.AddRange(RollupDays.Compare(snapshot.Connection, kind, firstDay, endDay, counted).Select(difference => $"{kind.WireName()}: {difference}"));

    private void See(in StoredFact fact)
    {
        if (fact.User != 0) firstSeen[fact.User] = Math.Min(fact.Time, firstSeen.GetValueOrDefault(fact.User, long.MaxValue));
    }

    private void AddTotals(in StoredFact fact)
    {
        if (fact.User != 0) Add(users, (fact.User, fact.Kind), fact);
        if (fact.Conversation != 0) Add(conversations, fact.Conversation, fact);
    }

    private static void Add<TKey>(Dictionary<TKey, MeasureSums> sums, TKey key, in StoredFact fact)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new MeasureSums());
        fact.AddTo(sum);
    }

    private void CheckUsers()
    {
        var totals = snapshot.Connection.Prepare("select user, kind, facts, tokens, cost from user_total");
        while (totals.Step())
        {
            var key = (totals.Int(0), (FactKind)totals.Int(1));
            var sums = users.GetValueOrDefault(key) ?? new MeasureSums();
            Compare($"user {key.Item1}, {key.Item2.WireName()}s", totals.Long(2), sums.Count);
            Compare($"user {key.Item1}, {key.Item2.WireName()} tokens", totals.Long(3), sums.InputTokens + sums.OutputTokens);
            Compare($"user {key.Item1}, {key.Item2.WireName()} cost", totals.Long(4), sums.Cost);
            users.Remove(key);
        }

        totals.Reset();
        differences.AddRange(users.Keys.Select(missing => $"user {missing.User}: no total of {missing.Kind.WireName()}s"));
        var seen = snapshot.Connection.Prepare("select id, first_seen from user");
        while (seen.Step()) Compare($"user {seen.Int(0)}, first seen", seen.Long(1), firstSeen.GetValueOrDefault(seen.Int(0), Writing.UserTable.NeverSeen));
        seen.Reset();
        CompareHours(RollupIds.NewUsers, "new users", firstSeen.Values);
    }

    private void CheckConversations()
    {
        var created = new List<long>();
        var rows = snapshot.Connection.Prepare("""
            select id, message_count, input_tokens, output_tokens, duration_count, duration_sum, cost, created_at from conversation
            """);
        while (rows.Step())
        {
            var sums = conversations.GetValueOrDefault(rows.Int(0)) ?? new MeasureSums();
            var name = $"conversation {rows.Int(0)}";
            Compare($"{name}, messages", rows.Long(1), sums.Count);
            Compare($"{name}, input tokens", rows.Long(2), sums.InputTokens);
            Compare($"{name}, output tokens", rows.Long(3), sums.OutputTokens);
            Compare($"{name}, durations", rows.Long(4), sums.DurationCount);
            Compare($"{name}, sum of durations", rows.Long(5), sums.DurationSum);
            Compare($"{name}, cost", rows.Long(6), sums.Cost);
            created.Add(rows.Long(7));
        }

        rows.Reset();
        CompareHours(FactKind.Conversation, "conversations", created);
    }

    private void CompareHours(FactKind kind, string what, IEnumerable<long> times)
    {
        var byHour = times.GroupBy(snapshot.Phase.HourOf).ToDictionary(group => group.Key, group => (long)group.Count());
        CellTable.Read(snapshot.Connection, kind, Dimension.None, 0, long.MaxValue >> 42, (hour, _, cell) =>
        {
            Compare($"{what} of hour {hour}", cell.Count, byHour.GetValueOrDefault(hour));
            byHour.Remove(hour);
        });
        differences.AddRange(byHour.Select(missing => $"{what} of hour {missing.Key}: no cell, counted {missing.Value}"));
    }

    private void Compare(string what, long kept, long counted)
    {
        if (kept != counted) differences.Add($"{what}: {kept} kept, {counted} counted");
    }
}
