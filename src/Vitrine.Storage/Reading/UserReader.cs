using System.Diagnostics;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Reads users of the tracked app, those first seen last at the top, with what is still in the tail.</summary>
internal sealed class UserReader(Snapshot snapshot)
{
    private const int UsersBetweenLooksAtTheClock = 1_000;

    private sealed record Found(int Id, string UserId, string? Username, string? FirstName, long FirstSeen);

    public UserRecord? Find(string userId)
    {
        var select = snapshot.Connection.Prepare("select id, user_id, username, first_name, first_seen from user where user_id = ?1 and first_seen < ?2")
            .Bind(1, userId).Bind(2, UserTable.NeverSeen);
        var found = select.Step() ? ReadUser(select) : null;
        select.Reset();
        return found is null ? null : Complete([found])[0];
    }

    public Page<UserRecord> List(UserListQuery query, long now)
    {
        var perPage = Math.Clamp(query.PerPage, 1, query.CountTotal ? FactListQuery.MaxPerPage : FactListQuery.MaxPerRead);
        var page = Math.Max(1, query.Page);
        var active = query.ActiveSince is { } since
            ? ActiveUsers.In(snapshot, null, new TimeRange(since, Math.Max(since, now) + FactTime.MaxAhead + 1))
            : null;
        var cursor = query.Cursor is null && After(query) is { } after ? after : ListCursor.Parse(query.Cursor);
        var offset = query.Cursor is null && query.After is null ? (page - 1L) * perPage : 0;
        var (found, stoppedAt) = Read(query, active, cursor, offset, perPage + 1);
        var shown = found.Take(perPage).ToList();
        var next = found.Count > perPage ? new ListCursor(shown[^1].FirstSeen, shown[^1].Id) : stoppedAt;
        return new Page<UserRecord>(
            Complete(shown), query.CountTotal ? Count(query, active) : shown.Count, query.CountTotal, page, perPage, next?.ToString());
    }

    private static string SearchCondition(UserListQuery query) => query.Search is null
        ? "1"
        : "(user_id like ?4 escape '!' or username like ?4 escape '!' or first_name like ?4 escape '!')";

    private static string Pattern(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private ListCursor? After(UserListQuery query)
    {
        if (query.After is not { } userId) return null;
        var select = snapshot.Connection.Prepare("select id, user_id, username, first_name, first_seen from user where user_id = ?1 and first_seen < ?2")
            .Bind(1, userId).Bind(2, UserTable.NeverSeen);
        var cursor = select.Step() ? new ListCursor(query.AfterTime ?? select.Long(4), select.Long(0)) : throw new InvalidCursorException();
        select.Reset();
        return cursor;
    }

    private long Count(UserListQuery query, UserSet? active)
    {
        if (query.Search is null && active is not null) return active.Count;
        var select = snapshot.Connection.Prepare($"select id from user where first_seen < ?3 and {SearchCondition(query)}").Bind(3, UserTable.NeverSeen);
        if (query.Search is { } text) select.Bind(4, Pattern(text));
        var count = 0L;
        while (select.Step())
        {
            if (active?.Contains(select.Int(0)) ?? true) count++;
        }

        select.Reset();
        return count;
    }

    // Every user is looked at here and not in the condition, so that a list that is not counted can stop in time and say where.
    private (List<Found> Found, ListCursor? StoppedAt) Read(UserListQuery query, UserSet? active, ListCursor cursor, long offset, int limit)
    {
        var select = snapshot.Connection.Prepare($"""
            select id, user_id, username, first_name, first_seen, {SearchCondition(query)} from user indexed by user_first_seen
            where (first_seen < ?1 or (first_seen = ?1 and id < ?2)) and first_seen < ?3
            order by first_seen desc, id desc
            """).Bind(1, cursor.Time).Bind(2, cursor.Id).Bind(3, UserTable.NeverSeen);
        if (query.Search is { } text) select.Bind(4, Pattern(text));
        var started = Stopwatch.GetTimestamp();
        var found = new List<Found>();
        ListCursor? stoppedAt = null;
        for (var looked = 1; found.Count < limit && stoppedAt is null && select.Step(); looked++)
        {
            if (select.Int(5) != 0 && (active?.Contains(select.Int(0)) ?? true) && offset-- <= 0) found.Add(ReadUser(select));
            var isLate = !query.CountTotal && looked % UsersBetweenLooksAtTheClock == 0
                && Stopwatch.GetElapsedTime(started).TotalMilliseconds >= snapshot.ReadMilliseconds;
            if (isLate) stoppedAt = new ListCursor(select.Long(4), select.Long(0));
        }

        select.Reset();
        return (found, stoppedAt);
    }

    private static Found ReadUser(SqliteStatement row) => new(row.Int(0), row.Text(1)!, row.Text(2), row.Text(3), row.Long(4));

    private List<UserRecord> Complete(List<Found> found)
    {
        var totals = found.ToDictionary(user => user.Id, _ => new Totals());
        foreach (var user in found)
        {
            var select = snapshot.Connection.Prepare("select kind, facts, tokens, cost, last_seen from user_total where user = ?1").Bind(1, user.Id);
            while (select.Step()) totals[user.Id].Add((FactKind)select.Int(0), select.Long(1), select.Long(2), select.Long(3), select.Long(4));
            select.Reset();
        }

        snapshot.Tail.ForEach((in fact) =>
        {
            if (totals.TryGetValue(fact.User, out var total)) total.Add(fact.Kind, 1, fact.InputTokens + fact.OutputTokens, fact.Cost, fact.Time);
        });
        return [.. found.Select(user => new UserRecord(
            user.UserId, user.Username, user.FirstName, user.FirstSeen, totals[user.Id].LastSeen, totals[user.Id].Facts, totals[user.Id].Tokens,
            totals[user.Id].Cost))];
    }

    private sealed class Totals
    {
        public Dictionary<FactKind, long> Facts { get; } = [];

        public long Tokens { get; private set; }

        public long Cost { get; private set; }

        public long LastSeen { get; private set; }

        public void Add(FactKind kind, long facts, long tokens, long cost, long lastSeen)
        {
            Facts[kind] = Facts.GetValueOrDefault(kind) + facts;
            Tokens += tokens;
            Cost += cost;
            LastSeen = Math.Max(LastSeen, lastSeen);
        }
    }
}
