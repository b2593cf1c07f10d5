using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Stored status of a conversation. The numbers are stored; never renumber.</summary>
internal enum ConversationStatus : byte
{
    Active = 1,
    Ended = 2,
    Deleted = 3,
}

/// <summary>Conversations, for the writer. <see cref="Forget"/> after a rollback.</summary>
internal sealed class ConversationTable(SqliteConnection connection)
{
    private const int CachedConversations = 100_000;
    private readonly RecentCache<Entry> cache = new(CachedConversations);

    internal sealed class Entry
    {
        public required int Id { get; init; }
        public int User;
        public ConversationStatus Status;

        /// <summary>Time of the change that set the status; the smallest number before any.</summary>
        public long StatusAt;
        public long CreatedAt;
        public bool CreatedKnown;
        public long UpdatedAt;
        public byte[]? Meta;
    }

    public Entry? Find(ReadOnlySpan<byte> conversationId)
    {
        if (cache.TryGet(conversationId, out var entry)) return entry;
        var statement = connection.Prepare("""
            select id, user, status, status_at, created_at, created_known, updated_at, meta from conversation where conversation_id = ?1
            """);
        statement.BindText(1, conversationId);
        if (statement.Step())
        {
            entry = new Entry
            {
                Id = statement.Int(0),
                User = statement.Int(1),
                Status = (ConversationStatus)statement.Int(2),
                StatusAt = statement.Long(3),
                CreatedAt = statement.Long(4),
                CreatedKnown = statement.Int(5) != 0,
                UpdatedAt = statement.Long(6),
                Meta = statement.IsNull(7) ? null : statement.Bytes(7).ToArray(),
            };
            cache.Add(conversationId, entry);
        }

        statement.Reset();
        return entry;
    }

    public Entry Add(ReadOnlySpan<byte> conversationId, int user, long time)
    {
        connection.Prepare("""
            insert into conversation (conversation_id, user, status, status_at, created_at, created_known, updated_at)
            values (?1, nullif(?2, 0), ?3, ?4, ?5, 0, ?5)
            """).BindText(1, conversationId).Bind(2, user).Bind(3, (long)ConversationStatus.Active).Bind(4, long.MinValue).Bind(5, time).Run();
        var entry = new Entry
        {
            Id = (int)connection.LastInsertRowId,
            User = user,
            Status = ConversationStatus.Active,
            StatusAt = long.MinValue,
            CreatedAt = time,
            UpdatedAt = time,
        };
        cache.Add(conversationId, entry);
        return entry;
    }

    /// <summary>Writes what a change or an earlier message moved; counters are written behind, with the rollups.</summary>
    public void Save(Entry conversation)
    {
        var statement = connection.Prepare("""
            update conversation set user = nullif(?2, 0), status = ?3, status_at = ?4, created_at = ?5, created_known = ?6,
                updated_at = max(updated_at, ?7), meta = ?8
            where id = ?1
            """);
        statement.Bind(1, conversation.Id).Bind(2, conversation.User).Bind(3, (long)conversation.Status).Bind(4, conversation.StatusAt)
            .Bind(5, conversation.CreatedAt).Bind(6, conversation.CreatedKnown ? 1 : 0).Bind(7, conversation.UpdatedAt);
        _ = conversation.Meta is null ? statement.BindNull(8) : statement.BindText(8, conversation.Meta);
        statement.Run();
    }

    public void Forget() => cache.Clear();
}
