namespace Vitrine.Core.Control;

/// <summary>What a token opens.</summary>
public enum SessionKind : byte
{
    /// <summary>An account, for programs: a bearer token.</summary>
    Bearer = 1,

    /// <summary>An account, for the dashboard: a cookie.</summary>
    Cookie = 2,

    /// <summary>A project's side panel, for pages of one origin.</summary>
    Panel = 3,
}

/// <summary>A token that was given out and not yet taken back.</summary>
/// <param name="TokenHash">SHA-256; the token itself is nowhere kept.</param>
/// <param name="AccountId">Null for a panel.</param>
/// <param name="Project">Of a panel; null otherwise.</param>
/// <param name="Origin">Of a panel: the only origin whose pages may use it.</param>
/// <param name="ExpiresAt">Microseconds since the Unix epoch.</param>
public sealed record Session(
    ReadOnlyMemory<byte> TokenHash, SessionKind Kind, string? AccountId, string? Project, string? Origin, long CreatedAt, long ExpiresAt);

/// <param name="Account">Null for a panel.</param>
public sealed record OpenSession(Session Session, AccountWithRoles? Account);

public interface ISessionStore
{
    Task AddSessionAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the session of an account whose password was found right against <paramref name="verifiedHash"/>, and notes the sign-in. One transaction: an account that was
    /// disabled or given another password while the hash was computed gets no session.
    /// </summary>
    /// <param name="newHash">The password hashed anew, where it is time for that.</param>
    /// <returns>False where the account is not as it was; nothing is stored.</returns>
    Task<bool> SignInAsync(Session session, string verifiedHash, string? newHash, CancellationToken cancellationToken);

    /// <summary>The session that a token opens, with the account as it is now; null where it never was, is over, or its account is disabled or gone.</summary>
    Task<OpenSession?> FindSessionAsync(ReadOnlyMemory<byte> tokenHash, long now, CancellationToken cancellationToken);

    Task ExtendSessionAsync(ReadOnlyMemory<byte> tokenHash, long expiresAt, CancellationToken cancellationToken);

    Task EndSessionAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken cancellationToken);

    /// <summary>Ends every session of an account but, where given, one.</summary>
    Task EndSessionsOfAsync(string accountId, ReadOnlyMemory<byte>? except, CancellationToken cancellationToken);

    /// <summary>Forgets the sessions that are over.</summary>
    Task RemoveExpiredSessionsAsync(long now, CancellationToken cancellationToken);
}
