using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Who was active in a range: the sets of its hours and days, the tail, and the facts of hours that the range cuts.</summary>
internal static class ActiveUsers
{
    /// <param name="snapshot">Where to read.</param>
    /// <param name="kind">Null for facts of any kind.</param>
    /// <param name="range">When.</param>
    public static UserSet In(Snapshot snapshot, FactKind? kind, TimeRange range)
    {
        var users = new UserSet();
        var kinds = kind is { } only ? [only] : FactKinds.Facts;
        var cover = RangeCover.Of(range, snapshot.Phase.Minutes);
        foreach (var each in kinds)
        {
            if (cover.HasHours) UserSetTable.Read(snapshot.Connection, each, cover.FirstHour, cover.EndHour, users);
            var table = FactTable.Of(each);
            var reader = new FactReader(snapshot, table, FactScan.Of(table, [], figures: false, user: true, prompt: false), []);
            foreach (var edge in cover.Edges)
            {
                reader.Read(edge, (in fact) =>
                {
                    if (fact.User != 0) users.Add(fact.User);
                });
            }
        }

        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.User != 0 && (kind is null || fact.Kind == kind) && fact.Time >= range.Start && fact.Time < range.End) users.Add(fact.User);
        });
        return users;
    }

    /// <summary>Users first seen at or after a time, and when.</summary>
    public static Dictionary<int, long> FirstSeenFrom(Snapshot snapshot, long from)
    {
        var select = snapshot.Connection.Prepare("select id, first_seen from user where first_seen >= ?1 and first_seen < ?2")
            .Bind(1, from).Bind(2, UserTable.NeverSeen);
        var firstSeen = new Dictionary<int, long>();
        while (select.Step()) firstSeen.Add(select.Int(0), select.Long(1));
        select.Reset();
        return firstSeen;
    }

    /// <summary>How many users were first seen in a range, by a fact of any kind, and are active in it by this one.</summary>
    public static long NewIn(Snapshot snapshot, FactKind? kind, TimeRange range)
    {
        if (kind is null) return NewIn(snapshot, range);
        var users = In(snapshot, kind, range);
        return FirstSeenFrom(snapshot, range.Start).Count(user => user.Value < range.End && users.Contains(user.Key));
    }

    private static long NewIn(Snapshot snapshot, TimeRange range)
    {
        var cover = RangeCover.Of(range, snapshot.Phase.Minutes);
        var count = 0L;
        if (cover.HasHours)
        {
            CellTable.Read(
                snapshot.Connection, RollupIds.NewUsers, Dimension.None, cover.FirstHour, cover.EndHour, (_, _, sums) => count += sums.Count);
        }

        foreach (var edge in cover.Edges)
        {
            var select = snapshot.Connection.Prepare("select count(*) from user where first_seen >= ?1 and first_seen < ?2")
                .Bind(1, edge.Start).Bind(2, edge.End);
            select.Step();
            count += select.Long(0);
            select.Reset();
        }

        return count;
    }
}
