using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Tail;

namespace Vitrine.Storage.Reading;

/// <summary>Visits the facts of a kind in a range, narrow rows only, by the shortest way there is.</summary>
internal sealed class FactReader(Snapshot snapshot, FactTable table, FactScan scan, IReadOnlyList<ResolvedFilter> filters)
{
    public void Read(TimeRange range, TailView.Visit visit)
    {
        if (range.IsEmpty || filters.Any(filter => filter.IsEmpty)) return;
        if (filters.FirstOrDefault(filter => filter.Dimension == Dimension.User) is { } user) ReadUsers(user, range, visit);
        else foreach (var hours in HourPruning.Ranges(snapshot, table, filters, range)) ReadRange(hours, visit);
    }

    private void ReadRange(TimeRange range, TailView.Visit visit)
    {
        var statement = snapshot.Connection.Prepare($"""
            select {scan.Columns} from {table.Name}
            where key >= ?1 and key < ?2{FilterSql.Conditions(table, filters, 3)}
            """);
        statement.Bind(1, FactKey.First(range.Start)).Bind(2, FactKey.End(range.End));
        var parameter = 3;
        foreach (var filter in filters) parameter = filter.Bind(statement, parameter);
        Visit(statement, range, visit);
    }

    // Facts of the tail are not in user_fact yet; they are taken from memory.
    private void ReadUsers(ResolvedFilter users, TimeRange range, TailView.Visit visit)
    {
        foreach (var user in users.Keys)
        {
            var statement = snapshot.Connection.Prepare($"""
                select {scan.Columns} from user_fact cross join {table.Name} on {table.Name}.key = user_fact.key
                where user_fact.user = ?1 and user_fact.kind = ?2 and user_fact.key >= ?3 and user_fact.key < ?4{FilterSql.Conditions(table, filters, 5)}
                """);
            statement.Bind(1, user).Bind(2, (long)table.Kind).Bind(3, FactKey.First(range.Start)).Bind(4, FactKey.End(range.End));
            var parameter = 5;
            foreach (var filter in filters) parameter = filter.Bind(statement, parameter);
            Visit(statement, range, visit);
        }

        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind != table.Kind || fact.Time < range.Start || fact.Time >= range.End) return;
            foreach (var filter in filters)
            {
                if (!filter.Matches(table, fact)) return;
            }

            visit(fact);
        });
    }

    private void Visit(SqliteStatement statement, TimeRange range, TailView.Visit visit)
    {
        var fact = default(StoredFact);
        while (statement.Step())
        {
            snapshot.Spend();
            scan.Read(statement, ref fact);
            if (fact.Time >= range.Start && fact.Time < range.End) visit(fact);
        }

        statement.Reset();
    }
}
