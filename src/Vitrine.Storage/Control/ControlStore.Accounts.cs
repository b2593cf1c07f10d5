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

    public Task<bool> UpdateAccountAsync(Account account, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (account.IsDisabled) Change("delete from session where account_id = ?", statement => statement.Bind(1, account.Id));
        return Change("update account set email = ?, password_hash = ?, last_sign_in_at = ?, is_disabled = ? where id = ?", statement => statement
            .Bind(1, account.Email).Bind(2, account.PasswordHash).Bind(3, account.LastSignInAt).Bind(4, Number(account.IsDisabled)).Bind(5, account.Id)) == 1;
    });

    public Task<bool> DeleteAccountAsync(string id, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        foreach (var table in (string[])["session", "role_grant"]) Change($"delete from {table} where account_id = ?", statement => statement.Bind(1, id));
        return Change("delete from account where id = ?", statement => statement.Bind(1, id)) == 1;
    });

    public Task<bool> SetRoleAsync(string accountId, string project, Role? role, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (FindAccount(accountId) is null) return false;
        Change("delete from role_grant where account_id = ? and project = ?", statement => statement.Bind(1, accountId).Bind(2, project));
        if (role is { } given) Grant(accountId, project, given);
        return true;
    });

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
