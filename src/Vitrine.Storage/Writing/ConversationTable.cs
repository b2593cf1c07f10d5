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
        public long CreatedAt;
        public bool CreatedKnown;
        public long UpdatedAt;
        public byte[]? Meta;
    }

    public Entry? Find(ReadOnlySpan<byte> conversationId)
    {
        if (cache.TryGet(conversationId, out var entry)) return entry;
        var statement = connection.Prepare("""
            select id, user, status, created_at, created_known, updated_at, meta from conversation where conversation_id = ?1
            """);
        statement.BindText(1, conversationId);
        if (statement.Step())
        {
            entry = new Entry
            {
                Id = statement.Int(0),
                User = statement.Int(1),
                Status = (ConversationStatus)statement.Int(2),
                CreatedAt = statement.Long(3),
                CreatedKnown = statement.Int(4) != 0,
                UpdatedAt = statement.Long(5),
                Meta = statement.IsNull(6) ? null : statement.Bytes(6).ToArray(),
            };
            cache.Add(conversationId, entry);
        }

        statement.Reset();
        return entry;
    }

    public Entry Add(ReadOnlySpan<byte> conversationId, int user, long time)
    {
        connection.Prepare("""
            insert into conversation (conversation_id, user, status, created_at, created_known, updated_at)
            values (?1, nullif(?2, 0), ?3, ?4, 0, ?4)
            """).BindText(1, conversationId).Bind(2, user).Bind(3, (long)ConversationStatus.Active).Bind(4, time).Run();
        var entry = new Entry
        {
            Id = (int)connection.LastInsertRowId,
            User = user,
            Status = ConversationStatus.Active,
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
            update conversation set user = nullif(?2, 0), status = ?3, created_at = ?4, created_known = ?5,
                updated_at = max(updated_at, ?6), meta = ?7
            where id = ?1
            """);
        statement.Bind(1, conversation.Id).Bind(2, conversation.User).Bind(3, (long)conversation.Status)
            .Bind(4, conversation.CreatedAt).Bind(5, conversation.CreatedKnown ? 1 : 0).Bind(6, conversation.UpdatedAt);
        _ = conversation.Meta is null ? statement.BindNull(7) : statement.BindText(7, conversation.Meta);
        statement.Run();
    }

    public void Forget() => cache.Clear();
}
