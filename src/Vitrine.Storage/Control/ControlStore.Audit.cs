using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    public Task AddAuditEntryAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync("insert into audit (time, actor, action, project, target, address, details) values (?, ?, ?, ?, ?, ?, ?)", statement => statement
            .Bind(1, entry.Time).Bind(2, entry.Actor).Bind(3, entry.Action).Bind(4, entry.Project).Bind(5, entry.Target).Bind(6, entry.Address).Bind(7, entry.Details));

    public Task<IReadOnlyList<AuditEntry>> ListAuditEntriesAsync(AuditQuery query, CancellationToken cancellationToken) => ListAsync(
        """
        select id, time, actor, action, project, target, address, details
        from audit
        where (?1 is null or project = ?1) and (?2 is null or action = ?2) and (?3 is null or actor = ?3) and (?4 is null or id < ?4)
        order by id desc limit ?5
        """,
        ReadAuditEntry,
        statement => statement.Bind(1, query.Project).Bind(2, query.Action).Bind(3, query.Actor).Bind(4, query.Before).Bind(5, query.Limit));

    // One after the other from the oldest, so that nothing is read of those that stay.
    public Task<int> RemoveAuditEntriesAsync(long before, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        const int most = 5_000;
        var removed = 0;
        while (removed < most && Change(
            "delete from audit where id = (select id from audit order by id limit 1) and time < ?", statement => statement.Bind(1, before)) == 1) removed++;
        return removed;
    });

    private static AuditEntry ReadAuditEntry(SqliteStatement row) =>
        new(row.Long(0), row.Long(1), row.Text(2)!, row.Text(3)!, row.Text(4), row.Text(5), row.Text(6), row.Text(7));
}
