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
    private sealed record Found(int Id, string UserId, string? Username, string? FirstName, long FirstSeen);

    public UserRecord? Find(string userId)
    {
        var select = snapshot.Connection.Prepare("select id, user_id, username, first_name, first_seen from user where user_id = ?1 and first_seen < ?2")
            .Bind(1, userId).Bind(2, UserTable.NeverSeen);
        return Complete(Read(select, _ => true, 0, 1)).FirstOrDefault();
    }

    public Page<UserRecord> List(UserListQuery query, long now)
    {
        var perPage = Math.Clamp(query.PerPage, 1, FactListQuery.MaxPerPage);
        var page = Math.Max(1, query.Page);
        var active = query.ActiveSince is { } since
            ? ActiveUsers.In(snapshot, null, new TimeRange(since, Math.Max(since, now) + FactTime.MaxAhead + 1))
            : null;
        var cursor = ListCursor.Parse(query.Cursor);
        var select = snapshot.Connection.Prepare($"""
            select id, user_id, username, first_name, first_seen from user indexed by user_first_seen
            where (first_seen < ?1 or (first_seen = ?1 and id < ?2)) and first_seen < ?3{SearchCondition(query)}
            order by first_seen desc, id desc
            """).Bind(1, cursor.Time).Bind(2, cursor.Id).Bind(3, UserTable.NeverSeen);
        if (query.Search is { } text) select.Bind(4, Pattern(text));
        var offset = query.Cursor is null ? (page - 1L) * perPage : 0;
        var found = Read(select, user => active?.Contains(user) ?? true, offset, perPage + 1);
        var shown = found.Take(perPage).ToList();
        var next = found.Count > perPage ? new ListCursor(shown[^1].FirstSeen, shown[^1].Id).ToString() : null;
        return new Page<UserRecord>(Complete(shown), Count(query, active), TotalIsExact: true, page, perPage, next);
    }

    private static string SearchCondition(UserListQuery query) => query.Search is null
        ? string.Empty
        : " and (user_id like ?4 escape '!' or username like ?4 escape '!' or first_name like ?4 escape '!')";

    private static string Pattern(string text) =>
        $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private long Count(UserListQuery query, UserSet? active)
    {
        if (query.Search is null && active is not null) return active.Count;
        var select = snapshot.Connection.Prepare($"select id from user where first_seen < ?3{SearchCondition(query)}").Bind(3, UserTable.NeverSeen);
        if (query.Search is { } text) select.Bind(4, Pattern(text));
        var count = 0L;
        while (select.Step())
        {
            if (active?.Contains(select.Int(0)) ?? true) count++;
        }

        select.Reset();
        return count;
    }

    private static List<Found> Read(SqliteStatement select, Func<int, bool> isWanted, long offset, int limit)
    {
        var found = new List<Found>();
        while (found.Count < limit && select.Step())
        {
            if (!isWanted(select.Int(0)) || offset-- > 0) continue;
            found.Add(new Found(select.Int(0), select.Text(1)!, select.Text(2), select.Text(3), select.Long(4)));
        }

        select.Reset();
        return found;
    }

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
