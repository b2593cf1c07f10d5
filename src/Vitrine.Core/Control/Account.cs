namespace Vitrine.Core.Control;

/// <summary>A person who signs in to Vitrine.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Name">Unique whatever its case; what is typed to sign in.</param>
/// <param name="PasswordHash">As ASP.NET Core Identity's hasher writes it; never leaves the server.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch, as all times here.</param>
/// <param name="IsDisabled">A disabled account cannot sign in, and its sessions are gone.</param>
public sealed record Account(string Id, string Name, string? Email, string PasswordHash, long CreatedAt, long? LastSignInAt = null, bool IsDisabled = false);

/// <summary>An account with what it may do.</summary>
public sealed record AccountWithRoles(Account Account, IReadOnlyList<RoleGrant> Grants);

public interface IAccountStore
{
    /// <returns>False where an account of that name exists; nothing is stored.</returns>
    Task<bool> CreateAccountAsync(Account account, IReadOnlyList<RoleGrant> grants, CancellationToken cancellationToken);

    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<AccountWithRoles>> ListAccountsAsync(CancellationToken cancellationToken);

    Task<AccountWithRoles?> FindAccountAsync(string id, CancellationToken cancellationToken);

    Task<AccountWithRoles?> FindAccountByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces e-mail, password hash, last sign-in and whether it is disabled; disabling ends its sessions.</summary>
    /// <returns>False where there is no such account.</returns>
    Task<bool> UpdateAccountAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Removes an account with its roles and sessions.</summary>
    Task<bool> DeleteAccountAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives an account a role in a project, instead of the one it had there; null takes it away.</summary>
    Task<bool> SetRoleAsync(string accountId, string project, Role? role, CancellationToken cancellationToken);
}
