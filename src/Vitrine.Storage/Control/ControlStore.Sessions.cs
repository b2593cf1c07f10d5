using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    public Task AddSessionAsync(Session session, CancellationToken cancellationToken)
    {
        lock (gate) Insert(session);
        return Task.CompletedTask;
    }

    public Task<bool> SignInAsync(Session session, string verifiedHash, string? newHash, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        var isAsItWas = Change(
            "update account set last_sign_in_at = ?, password_hash = ? where id = ? and password_hash = ? and is_disabled = 0", statement => statement
                .Bind(1, session.CreatedAt).Bind(2, newHash ?? verifiedHash).Bind(3, session.AccountId).Bind(4, verifiedHash)) == 1;
        if (isAsItWas) Insert(session);
        return isAsItWas;
    });

    public Task<OpenSession?> FindSessionAsync(ReadOnlyMemory<byte> tokenHash, long now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var session = List("select token_hash, kind, account_id, project, origin, created_at, expires_at from session where token_hash = ? and expires_at > ?",
                ReadSession, statement => statement.BindBlob(1, tokenHash.Span).Bind(2, now)).SingleOrDefault();
            if (session is null) return Task.FromResult<OpenSession?>(null);
            if (session.AccountId is null) return Task.FromResult<OpenSession?>(new OpenSession(session, null));
            var account = FindAccount(session.AccountId);
            return Task.FromResult(account is null || account.Account.IsDisabled ? null : new OpenSession(session, account));
        }
    }

    public Task ExtendSessionAsync(ReadOnlyMemory<byte> tokenHash, long expiresAt, CancellationToken cancellationToken) =>
        ChangeAsync("update session set expires_at = ? where token_hash = ?", statement => statement.Bind(1, expiresAt).BindBlob(2, tokenHash.Span));

    public Task EndSessionAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken cancellationToken) =>
        ChangeAsync("delete from session where token_hash = ?", statement => statement.BindBlob(1, tokenHash.Span));

    public Task EndSessionsOfAsync(string accountId, ReadOnlyMemory<byte>? except, CancellationToken cancellationToken)
    {
        lock (gate) EndSessions(accountId, except);
        return Task.CompletedTask;
    }

    public Task RemoveExpiredSessionsAsync(long now, CancellationToken cancellationToken) =>
        ChangeAsync("delete from session where expires_at <= ?", statement => statement.Bind(1, now));

    private void Insert(Session session) =>
        Change("insert into session (token_hash, kind, account_id, project, origin, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)", statement => statement
            .BindBlob(1, session.TokenHash.Span).Bind(2, (long)session.Kind).Bind(3, session.AccountId).Bind(4, session.Project).Bind(5, session.Origin)
            .Bind(6, session.CreatedAt).Bind(7, session.ExpiresAt));

    private void EndSessions(string accountId, ReadOnlyMemory<byte>? except) =>
        Change("delete from session where account_id = ? and token_hash <> ?", statement => statement
            .Bind(1, accountId).BindBlob(2, except is { } kept ? kept.Span : default));

    private static Session ReadSession(SqliteStatement row) =>
        new(row.Bytes(0).ToArray(), (SessionKind)row.Int(1), row.Text(2), row.Text(3), row.Text(4), row.Long(5), row.Long(6));
}
