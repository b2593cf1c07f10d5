using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    private const string AccountColumns = "id, name, email, password_hash, created_at, last_sign_in_at, is_disabled";

    public Task<bool> CreateAccountAsync(Account account, IReadOnlyList<RoleGrant> grants, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        var isNew = Change($"insert into account ({AccountColumns}, name_key) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing", statement => statement
            .Bind(1, account.Id).Bind(2, account.Name).Bind(3, account.Email).Bind(4, account.PasswordHash).Bind(5, account.CreatedAt)
            .Bind(6, account.LastSignInAt).Bind(7, Number(account.IsDisabled)).Bind(8, KeyOf(account.Name))) == 1;
        if (!isNew) return false;
        foreach (var grant in grants) Grant(account.Id, grant.Project, grant.Role);
        return true;
    });

    public Task<IReadOnlyList<AccountWithRoles>> ListAccountsAsync(CancellationToken cancellationToken) =>
        AccountsAsync($"select {AccountColumns} from account order by name_key");

    public Task<AccountWithRoles?> FindAccountAsync(string id, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult(FindAccount(id));
    }

    public async Task<AccountWithRoles?> FindAccountByNameAsync(string name, CancellationToken cancellationToken) =>
        (await AccountsAsync($"select {AccountColumns} from account where name_key = ?", statement => statement.Bind(1, KeyOf(name)))).SingleOrDefault();

    public Task<long> CountAccountsAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult(connection.Scalar("select count(*) from account") ?? 0);
    }

    public Task<AccountOutcome> UpdateAccountAsync(string id, AccountChange change, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (FindAccount(id) is not { } found || (change.IfPasswordHash is { } hash && hash != found.Account.PasswordHash)) return AccountOutcome.NotFound;
        if (change.IsDisabled is true && IsLastAdmin(found)) return AccountOutcome.LastAdmin;
        if (change.IsDisabled is true) EndSessions(id, null);
        if (change.PasswordHash is not null) EndSessions(id, change.KeptSession);
        var changed = found.Account with
        {
            Email = change.Email is { } email ? (email.Length == 0 ? null : email) : found.Account.Email,
            PasswordHash = change.PasswordHash ?? found.Account.PasswordHash,
            IsDisabled = change.IsDisabled ?? found.Account.IsDisabled,
        };
        Change("update account set email = ?, password_hash = ?, is_disabled = ? where id = ?", statement => statement
            .Bind(1, changed.Email).Bind(2, changed.PasswordHash).Bind(3, Number(changed.IsDisabled)).Bind(4, id));
        return AccountOutcome.Done;
    });

    public Task<AccountOutcome> DeleteAccountAsync(string id, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (FindAccount(id) is not { } found) return AccountOutcome.NotFound;
        if (IsLastAdmin(found)) return AccountOutcome.LastAdmin;
        foreach (var table in (string[])["session", "role_grant"]) Change($"delete from {table} where account_id = ?", statement => statement.Bind(1, id));
        Change("delete from account where id = ?", statement => statement.Bind(1, id));
        return AccountOutcome.Done;
    });

    public Task<AccountOutcome> SetRoleAsync(string accountId, string project, Role? role, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (FindAccount(accountId) is not { } found) return AccountOutcome.NotFound;
        if (project == RoleGrant.AllProjects && role != Role.Admin && IsLastAdmin(found)) return AccountOutcome.LastAdmin;
        Change("delete from role_grant where account_id = ? and project = ?", statement => statement.Bind(1, accountId).Bind(2, project));
        if (role is { } given) Grant(accountId, project, given);
        return AccountOutcome.Done;
    });

    private bool IsLastAdmin(AccountWithRoles account) => account.IsAdminOfAll && List(
        """
        select 1 from role_grant join account on account.id = role_grant.account_id
        where role_grant.project = ? and role_grant.role = ? and account.is_disabled = 0 and account.id <> ?
        limit 1
        """,
        row => row.Int(0), statement => statement.Bind(1, RoleGrant.AllProjects).Bind(2, (long)Role.Admin).Bind(3, account.Account.Id)).Count == 0;

    private AccountWithRoles? FindAccount(string id) =>
        List($"select {AccountColumns} from account where id = ?", ReadAccount, statement => statement.Bind(1, id)).Select(WithRoles).SingleOrDefault();

    private Task<IReadOnlyList<AccountWithRoles>> AccountsAsync(string sql, Action<SqliteStatement>? bind = null)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<AccountWithRoles>>([.. List(sql, ReadAccount, bind).Select(WithRoles)]);
    }

    private AccountWithRoles WithRoles(Account account) => new(account, List(
        "select project, role from role_grant where account_id = ? order by project",
        row => new RoleGrant(row.Text(0)!, (Role)row.Int(1)), statement => statement.Bind(1, account.Id)));

    private void Grant(string accountId, string project, Role role) =>
        Change("insert into role_grant (account_id, project, role) values (?, ?, ?)", statement => statement.Bind(1, accountId).Bind(2, project).Bind(3, (long)role));

    private static string KeyOf(string name) => name.Normalize().ToUpperInvariant();

    private static Account ReadAccount(SqliteStatement row) =>
        new(row.Text(0)!, row.Text(1)!, row.Text(2), row.Text(3)!, row.Long(4), row.NullableLong(5), row.Int(6) != 0);
}
