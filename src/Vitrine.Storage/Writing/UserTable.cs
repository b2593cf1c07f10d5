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
        public LatestName Username = new();
        public LatestName FirstName = new();
    }

    public Entry? Find(ReadOnlySpan<byte> userId)
    {
        if (cache.TryGet(userId, out var entry)) return entry;
        var statement = connection.Prepare("select id, first_seen, username, username_at, first_name, first_name_at from user where user_id = ?1");
        statement.BindText(1, userId);
        if (statement.Step())
        {
            entry = new Entry { Id = statement.Int(0), FirstSeen = statement.Long(1), Username = Name(statement, 2), FirstName = Name(statement, 4) };
            cache.Add(userId, entry);
        }

        statement.Reset();
        return entry;
    }

    public Entry Add(ReadOnlySpan<byte> userId)
    {
        connection.Prepare("insert into user (user_id, first_seen) values (?1, ?2)").BindText(1, userId).Bind(2, NeverSeen).Run();
        var entry = new Entry { Id = (int)connection.LastInsertRowId, FirstSeen = NeverSeen };
        cache.Add(userId, entry);
        return entry;
    }

    public static bool WouldRename(Entry user, long time, ReadOnlySpan<byte> username, ReadOnlySpan<byte> firstName) =>
        user.Username.WouldChange(username, time) | user.FirstName.WouldChange(firstName, time);

    public void Rename(Entry user, long time, ReadOnlySpan<byte> username, ReadOnlySpan<byte> firstName)
    {
        user.Username.Change(username, time);
        user.FirstName.Change(firstName, time);
        var statement = connection.Prepare("update user set username = ?2, username_at = ?3, first_name = ?4, first_name_at = ?5 where id = ?1");
        Bind(Bind(statement.Bind(1, user.Id), 2, user.Username), 4, user.FirstName).Run();
    }

    public void MoveFirstSeen(Entry user, long time)
    {
        user.FirstSeen = time;
        connection.Prepare("update user set first_seen = ?2 where id = ?1").Bind(1, user.Id).Bind(2, time).Run();
    }

    public void Forget() => cache.Clear();

    private static LatestName Name(SqliteStatement row, int column) => row.IsNull(column)
        ? new LatestName()
        : new LatestName { Text = row.Bytes(column).ToArray(), At = row.Long(column + 1), KeptAt = row.Long(column + 1) };

    private static SqliteStatement Bind(SqliteStatement statement, int parameter, LatestName name) => name.Text is null
        ? statement.BindNull(parameter).BindNull(parameter + 1)
        : statement.BindText(parameter, name.Text).Bind(parameter + 1, name.At);
}
