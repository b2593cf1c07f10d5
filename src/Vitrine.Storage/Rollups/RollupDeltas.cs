using System.Runtime.InteropServices;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>What a number of facts adds to everything derived, summed up in memory and then written in the order of the tables' keys.</summary>
internal sealed class RollupDeltas(SqliteConnection connection, HourPhase phase, LoraMembers loras)
{
    private readonly Dictionary<long, MeasureSums> cells = [];
    private readonly Dictionary<long, UserSet> userSets = [];
    private readonly Dictionary<long, MeasureSums> userCounts = [];
    private readonly Dictionary<(int User, FactKind Kind), (MeasureSums Sums, long LastSeen)> userTotals = [];
    private readonly Dictionary<int, (MeasureSums Sums, long LastTime)> conversations = [];
    private readonly List<(int User, FactKind Kind, long Key)> userFacts = [];
    private readonly List<(int Conversation, long Key)> conversationMessages = [];
    private readonly List<long>[] keys = [.. Enumerable.Range(0, 8).Select(_ => new List<long>())];

    public IReadOnlyDictionary<long, MeasureSums> Cells => cells;

    public IReadOnlyDictionary<long, UserSet> UserSets => userSets;

    /// <summary>By user, hours and days.</summary>
    public IReadOnlyDictionary<long, MeasureSums> UserCounts => WithDays();

    /// <summary>Keys by kind, as added.</summary>
    public List<long> KeysOf(FactKind kind) => keys[(int)kind];

    public void Add(in StoredFact fact)
    {
        keys[(int)fact.Kind].Add(fact.Key);
        var hour = phase.HourOf(fact.Time);
        AddCell(fact, Dimension.None, hour, 0);
        var dimensions = FactTable.Of(fact.Kind).Schema.Dimensions;
        for (var slot = 0; slot < dimensions.Count; slot++)
        {
            var dimension = dimensions[slot].Dimension;
            if (dimension == Dimension.Lora)
            {
                foreach (var lora in loras.Of(connection, fact.Dimensions[slot])) AddCell(fact, dimension, hour, lora);
            }
            else
            {
                AddCell(fact, dimension, hour, fact.Dimensions[slot]);
            }
        }

        AddUserCount(fact, RollupIds.UserCount(fact.Kind, 0, hour, fact.User));
        if (fact.User != 0) AddUser(fact, hour);
        if (fact.Conversation != 0) AddToConversation(fact);
    }

    public void Write()
    {
        foreach (var id in cells.Keys.Order())
        {
            CellTable.Add(connection, id, cells[id]);
            if (cells[id].Durations is { Count: > 0 } durations) HistogramBlob.Add(connection, id, durations);
        }

        foreach (var id in userSets.Keys.Order()) UserSetTable.Unite(connection, id, userSets[id]);
        UserCountTable.Add(connection, WithDays());
        WriteUsers();
        WriteConversations();
        foreach (var kind in FactKinds.Facts) BlockTable.Add(connection, kind, KeysOf(kind));
    }

    private void AddCell(in StoredFact fact, Dimension dimension, long hour, int key)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, RollupIds.Cell(fact.Kind, dimension, hour, key), out _);
        sums ??= new MeasureSums { Durations = new QuantileSketch() };
        fact.AddTo(sums);
    }

    private void AddUser(in StoredFact fact, long hour)
    {
        var day = HourPhase.DayOfHour(hour);
        var chunk = fact.User / RollupIds.SetChunk;
        AddToSet(RollupIds.UserSet(fact.Kind, 0, hour, chunk), fact.User);
        AddToSet(RollupIds.UserSet(fact.Kind, 1, day, chunk), fact.User);
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(userTotals, (fact.User, fact.Kind), out _);
        fact.AddTo(total.Sums ??= new MeasureSums());
        total.LastSeen = Math.Max(total.LastSeen, fact.Time);
        userFacts.Add((fact.User, fact.Kind, fact.Key));
    }

    // Facts of nobody count under user 0, so that the users add up to the whole.
    private void AddUserCount(in StoredFact fact, long id)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(userCounts, id, out _);
        fact.AddTo(sums ??= new MeasureSums());
    }

    // A user's hours make up the days, so facts are added to hours only.
    private Dictionary<long, MeasureSums> WithDays()
    {
        var all = new Dictionary<long, MeasureSums>(userCounts);
        foreach (var (hourly, sums) in userCounts)
        {
            var daily = RollupIds.UserCount(RollupIds.KindOf(hourly), 1, HourPhase.DayOfHour(RollupIds.HourOf(hourly)), RollupIds.KeyOf(hourly));
            ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(all, daily, out _);
            (day ??= new MeasureSums()).Add(sums);
        }

        return all;
    }

    // A set of one chunk, kept relative to its first user so that it stays small.
    private void AddToSet(long id, int user)
    {
        ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(userSets, id, out _);
        (set ??= new UserSet()).Add(user % RollupIds.SetChunk);
    }

    private void AddToConversation(in StoredFact fact)
    {
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(conversations, fact.Conversation, out _);
        fact.AddTo(total.Sums ??= new MeasureSums());
        total.LastTime = Math.Max(total.LastTime, fact.Time);
        conversationMessages.Add((fact.Conversation, fact.Key));
    }

    private void WriteUsers()
    {
        userFacts.Sort();
        var insert = connection.Prepare("insert into user_fact (user, kind, key) values (?1, ?2, ?3)");
        foreach (var (user, kind, key) in userFacts) insert.Bind(1, user).Bind(2, (long)kind).Bind(3, key).Run();

        foreach (var ((user, kind), (sums, lastSeen)) in userTotals.OrderBy(total => total.Key))
        {
            connection.Prepare("""
                insert into user_total (user, kind, facts, tokens, cost, last_seen) values (?1, ?2, ?3, ?4, ?5, ?6)
                on conflict (user, kind) do update set facts = facts + excluded.facts, tokens = tokens + excluded.tokens,
                    cost = cost + excluded.cost, last_seen = max(last_seen, excluded.last_seen)
                """).Bind(1, user).Bind(2, (long)kind).Bind(3, sums.Count).Bind(4, sums.InputTokens + sums.OutputTokens).Bind(5, sums.Cost)
                .Bind(6, lastSeen).Run();
        }
    }

    private void WriteConversations()
    {
        conversationMessages.Sort();
        var insert = connection.Prepare("insert into conversation_message (conversation, key) values (?1, ?2)");
        foreach (var (conversation, key) in conversationMessages) insert.Bind(1, conversation).Bind(2, key).Run();

        foreach (var (conversation, (sums, lastTime)) in conversations.OrderBy(total => total.Key))
        {
            connection.Prepare("""
                update conversation set message_count = message_count + ?2, input_tokens = input_tokens + ?3, output_tokens = output_tokens + ?4,
                    duration_count = duration_count + ?5, duration_sum = duration_sum + ?6, cost = cost + ?7, updated_at = max(updated_at, ?8)
                where id = ?1
                """).Bind(1, conversation).Bind(2, sums.Count).Bind(3, sums.InputTokens).Bind(4, sums.OutputTokens)
                .Bind(5, sums.DurationCount).Bind(6, sums.DurationSum).Bind(7, sums.Cost).Bind(8, lastTime).Run();
        }
    }
}
