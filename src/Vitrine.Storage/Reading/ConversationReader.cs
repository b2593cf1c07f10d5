using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Reads conversations, newest first, with the counters of messages that are still in the tail.</summary>
internal sealed class ConversationReader(Snapshot snapshot)
{
    // Of the JSON of a page that is not counted: two thousand of 64 KiB each are no page.
    private const long MaxCharacters = 4 * 1024 * 1024;

    private const string Columns = """
        conversation.id, conversation_id, user.user_id, user.username, status, created_at, updated_at, message_count, input_tokens, output_tokens,
        duration_count, duration_sum, cost, meta
        """;

    // ?1 is the user where one is asked for: written so that the user's index gives the order too.
    private const string Conditions = """
        (?2 is null or status = ?2) and created_at >= ?3 and created_at < ?4
        and (created_at < ?5 or (created_at = ?5 and conversation.id < ?6))
        """;

    public ConversationRecord? Find(string conversationId)
    {
        var select = snapshot.Connection.Prepare(
            $"select {Columns} from conversation left join user on user.id = conversation.user where conversation_id = ?1").Bind(1, conversationId);
        return Read(select, long.MaxValue).Found.Select(found => found.Record).FirstOrDefault();
    }

    public Page<ConversationRecord> List(ConversationListQuery query)
    {
        var perPage = Math.Clamp(query.PerPage, 1, query.CountTotal ? FactListQuery.MaxPerPage : FactListQuery.MaxPerRead);
        var page = Math.Max(1, query.Page);
        long? user = query.UserId is null ? null : NameLookup.Key(snapshot.Connection, Dimension.User, query.UserId);
        long? status = query.Status is null ? null
            : Enum.TryParse<ConversationStatus>(query.Status, ignoreCase: true, out var parsed) ? (long)parsed : 0;
        var cursor = query.Cursor is null && After(query) is { } after ? after : ListCursor.Parse(query.Cursor);
        if (user == 0) return new Page<ConversationRecord>([], 0, TotalIsExact: true, page, perPage, null);

        var isPage = query.Cursor is null && query.After is null;
        var offset = isPage ? (page - 1L) * perPage : 0;
        var isPlain = user is null && status is null && query.From is null && query.To is null;
        var (total, isExact) = !query.CountTotal ? (0, false) : isPlain ? (TotalOf(), true) : Count(query, user, status);
        if (isPlain && isPage) (cursor, offset) = SkipHours(offset);

        // The user's own index is worth more than the order; without a user, the order's.
        var source = user is null ? "conversation indexed by conversation_created" : "conversation indexed by conversation_user";
        var ofUser = user is null ? string.Empty : "conversation.user = ?1 and ";
        var select = snapshot.Connection.Prepare($"""
            select {Columns} from {source} left join user on user.id = conversation.user
            where {ofUser}{Conditions} order by created_at desc, conversation.id desc limit ?7 offset ?8
            """);
        Bind(select, query, user, status).Bind(5, cursor.Time).Bind(6, cursor.Id).Bind(7, perPage + 1).Bind(8, offset);
        var (found, wasCut) = Read(select, query.CountTotal ? long.MaxValue : MaxCharacters);
        var shown = found.Take(perPage).ToList();
        var next = wasCut || found.Count > perPage ? new ListCursor(shown[^1].Record.CreatedAt, shown[^1].Id).ToString() : null;
        return new Page<ConversationRecord>([.. shown.Select(one => one.Record)], query.CountTotal ? total : shown.Count, isExact, page, perPage, next);
    }

    private ListCursor? After(ConversationListQuery query)
    {
        if (query.After is not { } conversationId) return null;
        var select = snapshot.Connection.Prepare("select created_at, id from conversation where conversation_id = ?1").Bind(1, conversationId);
        var cursor = select.Step() ? new ListCursor(query.AfterTime ?? select.Long(0), select.Long(1)) : throw new InvalidCursorException();
        select.Reset();
        return cursor;
    }

    private static SqliteStatement Bind(SqliteStatement select, ConversationListQuery query, long? user, long? status) =>
        (user is null ? select : select.Bind(1, user)).Bind(2, status).Bind(3, query.From ?? long.MinValue).Bind(4, query.To ?? long.MaxValue);

    private (long Total, bool IsExact) Count(ConversationListQuery query, long? user, long? status)
    {
        var ofUser = user is null ? string.Empty : "conversation.user = ?1 and ";
        var select = snapshot.Connection.Prepare($"select count(*) from (select 1 from conversation where {ofUser}{Conditions} limit ?7)");
        Bind(select, query, user, status).Bind(5, long.MaxValue).Bind(6, long.MaxValue).Bind(7, FactLister.MaxCounted + 1).Step();
        var count = select.Long(0);
        select.Reset();
        return count > FactLister.MaxCounted ? (FactLister.MaxCounted, false) : (count, true);
    }

    private long TotalOf()
    {
        var total = 0L;
        CellTable.Read(snapshot.Connection, FactKind.Conversation, Dimension.None, 0, long.MaxValue >> 42, (_, _, cell) => total += cell.Count);
        return total;
    }

    // The hours' counts say in which hour the page starts.
    private (ListCursor From, long Offset) SkipHours(long offset)
    {
        var hours = new List<(long Hour, long Count)>();
        CellTable.Read(
            snapshot.Connection, FactKind.Conversation, Dimension.None, 0, long.MaxValue >> 42, (hour, _, cell) => hours.Add((hour, cell.Count)));
        for (var index = hours.Count - 1; index >= 0; index--)
        {
            if (offset < hours[index].Count) return (new ListCursor(snapshot.Phase.StartOf(hours[index].Hour + 1), 0), offset);
            offset -= hours[index].Count;
        }

        return (new ListCursor(long.MinValue, 0), offset);
    }

    private (List<(long Id, ConversationRecord Record)> Found, bool WasCut) Read(SqliteStatement select, long maxCharacters)
    {
        var found = new List<(long Id, ConversationRecord Record)>();
        var characters = 0L;
        while (characters < maxCharacters && select.Step())
        {
            found.Add((select.Long(0), new ConversationRecord(
                select.Text(1)!, select.Text(2), select.Text(3), WireName((ConversationStatus)select.Int(4)), select.Long(5), select.Long(6),
                select.Long(7), select.Long(8), select.Long(9), select.Long(10), select.Long(11), select.Long(12), select.Text(13))));
            characters += found[^1].Record.Meta?.Length ?? 0;
        }

        select.Reset();
        return (AddTail(found), characters >= maxCharacters);
    }

    private List<(long Id, ConversationRecord Record)> AddTail(List<(long Id, ConversationRecord Record)> found)
    {
        var tails = found.ToDictionary(one => one.Id, _ => (Sums: new MeasureSums(), LastTime: long.MinValue));
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Conversation == 0 || !tails.TryGetValue(fact.Conversation, out var tail)) return;
            fact.AddTo(tail.Sums);
            tails[fact.Conversation] = (tail.Sums, Math.Max(tail.LastTime, fact.Time));
        });
        return [.. found.Select(one => (one.Id, With(one.Record, tails[one.Id].Sums, tails[one.Id].LastTime)))];
    }

    private static ConversationRecord With(ConversationRecord record, MeasureSums tail, long lastTime) => record with
    {
        MessageCount = record.MessageCount + tail.Count,
        InputTokens = record.InputTokens + tail.InputTokens,
        OutputTokens = record.OutputTokens + tail.OutputTokens,
        DurationCount = record.DurationCount + tail.DurationCount,
        DurationSum = record.DurationSum + tail.DurationSum,
        Cost = record.Cost + tail.Cost,
        UpdatedAt = Math.Max(record.UpdatedAt, lastTime),
    };

    private static string WireName(ConversationStatus status) => status switch
    {
        ConversationStatus.Active => "active",
        ConversationStatus.Ended => "ended",
        _ => "deleted",
    };
}
