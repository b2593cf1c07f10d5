using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Users of the tracked app, for the writer. <see cref="Forget"/> after a rollback.</summary>
internal sealed class UserTable(SqliteConnection connection)
{
    /// <summary>First seen of a user that no fact has named yet, only a conversation's change.</summary>
    public const long NeverSeen = long.MaxValue;
    private const int CachedUsers = 200_000;

    private readonly RecentCache<Entry> cache = new(CachedUsers);

    internal sealed class Entry
    {
        public required int Id { get; init; }
        public long FirstSeen;
        public long NamedAt;
        public byte[]? Username;
        public byte[]? FirstName;
    }

    public Entry? Find(ReadOnlySpan<byte> userId)
    {
        if (cache.TryGet(userId, out var entry)) return entry;
        var statement = connection.Prepare("select id, first_seen, named_at, username, first_name from user where user_id = ?1");
        statement.BindText(1, userId);
        if (statement.Step())
        {
            entry = new Entry
            {
                Id = statement.Int(0),
                FirstSeen = statement.Long(1),
                NamedAt = statement.Long(2),
                Username = statement.IsNull(3) ? null : statement.Bytes(3).ToArray(),
                FirstName = statement.IsNull(4) ? null : statement.Bytes(4).ToArray(),
            };
            cache.Add(userId, entry);
        }

        statement.Reset();
        return entry;
    }

    public Entry Add(ReadOnlySpan<byte> userId)
    {
        connection.Prepare("insert into user (user_id, named_at, first_seen) values (?1, ?2, ?3)")
            .BindText(1, userId).Bind(2, long.MinValue).Bind(3, NeverSeen).Run();
        var entry = new Entry { Id = (int)connection.LastInsertRowId, FirstSeen = NeverSeen, NamedAt = long.MinValue };
        cache.Add(userId, entry);
        return entry;
    }

    /// <summary>True where the names say something that is newer than what is known.</summary>
    public static bool WouldRename(Entry user, long time, ReadOnlySpan<byte> username, ReadOnlySpan<byte> firstName) =>
        time >= user.NamedAt
        && ((!username.IsEmpty && !username.SequenceEqual(user.Username)) || (!firstName.IsEmpty && !firstName.SequenceEqual(user.FirstName)));

    public void Rename(Entry user, long time, ReadOnlySpan<byte> username, ReadOnlySpan<byte> firstName)
    {
        if (!username.IsEmpty) user.Username = username.ToArray();
        if (!firstName.IsEmpty) user.FirstName = firstName.ToArray();
        user.NamedAt = time;
        var statement = connection.Prepare("update user set username = ?2, first_name = ?3, named_at = ?4 where id = ?1");
        statement.Bind(1, user.Id).Bind(4, time);
        _ = user.Username is null ? statement.BindNull(2) : statement.BindText(2, user.Username);
        _ = user.FirstName is null ? statement.BindNull(3) : statement.BindText(3, user.FirstName);
        statement.Run();
    }

    public void MoveFirstSeen(Entry user, long time)
    {
        user.FirstSeen = time;
        connection.Prepare("update user set first_seen = ?2 where id = ?1").Bind(1, user.Id).Bind(2, time).Run();
    }

    public void Forget() => cache.Clear();
}
