using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Security;

/// <summary>Gives out tokens, knows them again, and takes them back. Only their hashes are kept.</summary>
internal sealed class Sessions(ISessionStore store, TokenOptions options, TimeProvider clock)
{
    public TimeSpan TokenLifetime => TimeSpan.FromHours(options.TokenHours);

    public TimeSpan CookieLifetime => TimeSpan.FromDays(options.CookieDays);

    public TimeSpan PanelLifetime => TimeSpan.FromMinutes(options.PanelMinutes);

    /// <summary>A new token for an account whose password was found right against a hash.</summary>
    /// <returns>Null where the account was disabled or given another password meanwhile.</returns>
    public async Task<(string Token, Session Session)?> SignInAsync(
        string accountId, SessionKind kind, string verifiedHash, string? newHash, CancellationToken cancellationToken)
    {
        var (token, session) = New(Secret.SessionPrefix, kind, accountId, null, null, kind == SessionKind.Cookie ? CookieLifetime : TokenLifetime);
        return await store.SignInAsync(session, verifiedHash, newHash, cancellationToken) ? (token, session) : null;
    }

    /// <summary>A new token for the side panel of a project in pages of an origin.</summary>
    public async Task<(string Token, Session Session)> OpenPanelAsync(string project, string origin, CancellationToken cancellationToken)
    {
        var panel = New(Secret.PanelPrefix, SessionKind.Panel, null, project, origin, PanelLifetime);
        await store.AddSessionAsync(panel.Session, cancellationToken);
        return panel;
    }

    public async Task<OpenSession?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > Secret.MaxLength) return null;
        var now = FactTime.Now(clock);
        var hash = Secret.Hash(token);
        var found = await store.FindSessionAsync(hash, now, cancellationToken);
        // In use, so it lasts; written at most every so often, as each is a commit.
        if (found?.Session.Kind == SessionKind.Cookie && found.Session.ExpiresAt - now < Microseconds(CookieLifetime) / 2) await ExtendAsync(hash, now, cancellationToken);
        return found;
    }

    private async Task ExtendAsync(byte[] hash, long now, CancellationToken cancellationToken)
    {
        try
        {
            await store.ExtendSessionAsync(hash, now + Microseconds(CookieLifetime), cancellationToken);
        }
        catch (SqliteException error) when (error.IsFull)
        {
            // The session is good as it is, and reading goes on with a full disk; a later request extends it.
        }
    }

    public Task EndAsync(Session session, CancellationToken cancellationToken) => store.EndSessionAsync(session.TokenHash, cancellationToken);

    /// <summary>Ends every session of an account but, where given, one.</summary>
    public Task EndAllOfAsync(string accountId, Session? except, CancellationToken cancellationToken) =>
        store.EndSessionsOfAsync(accountId, except?.TokenHash, cancellationToken);

    public Task RemoveExpiredAsync(CancellationToken cancellationToken) => store.RemoveExpiredSessionsAsync(FactTime.Now(clock), cancellationToken);

    /// <summary>
    /// What a page must send in <c>X-CSRF-Token</c> with its session's cookie. It follows from the token, which pages of other sites cannot read; the token does not
    /// follow from it.
    /// </summary>
    public static string CsrfTokenOf(string token) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "csrf"u8));

    private (string Token, Session Session) New(string prefix, SessionKind kind, string? accountId, string? project, string? origin, TimeSpan lifetime)
    {
        var token = Secret.New(prefix);
        var now = FactTime.Now(clock);
        return (token, new Session(Secret.Hash(token), kind, accountId, project, origin, now, now + Microseconds(lifetime)));
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
