namespace Vitrine.Core.Control;

/// <summary>A person who signs in to Vitrine.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Name">Unique whatever its case; what is typed to sign in.</param>
/// <param name="PasswordHash">As ASP.NET Core Identity's hasher writes it; never leaves the server.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch, as all times here.</param>
/// <param name="IsDisabled">A disabled account cannot sign in, and its sessions are gone.</param>
public sealed record Account(string Id, string Name, string? Email, string PasswordHash, long CreatedAt, long? LastSignInAt = null, bool IsDisabled = false);

/// <summary>An account with what it may do.</summary>
public sealed record AccountWithRoles(Account Account, IReadOnlyList<RoleGrant> Grants)
{
    /// <summary>True for those of whom there must always be one.</summary>
    public bool IsAdminOfAll => !Account.IsDisabled && Grants.Any(grant => grant is { Project: RoleGrant.AllProjects, Role: Role.Admin });
}

/// <summary>What is to change of an account; what is null stays.</summary>
public sealed record AccountChange
{
    /// <summary>Empty takes it away.</summary>
    public string? Email { get; init; }

    /// <summary>True ends the account's sessions.</summary>
    public bool? IsDisabled { get; init; }

    /// <summary>A new one ends the account's sessions.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The session that a new password does not end: the one in which it was chosen.</summary>
    public ReadOnlyMemory<byte>? KeptSession { get; init; }

    /// <summary>Where given, nothing changes unless the account's hash is still this one.</summary>
    public string? IfPasswordHash { get; init; }
}

/// <summary>How a change of an account ended.</summary>
public enum AccountOutcome : byte
{
    Done,

    /// <summary>There is no such account, or its password is another by now.</summary>
    NotFound,

    /// <summary>Nothing was changed, as nobody would be left who may administer everything.</summary>
    LastAdmin,
}

/// <summary>
/// Accounts and their roles. Each change is one transaction that looks at the account as it is then, so that changes at the same time neither undo each
/// other nor take away the last admin of all projects together.
/// </summary>
public interface IAccountStore
{
    /// <returns>False where an account of that name exists; nothing is stored.</returns>
    Task<bool> CreateAccountAsync(Account account, IReadOnlyList<RoleGrant> grants, CancellationToken cancellationToken);

    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<AccountWithRoles>> ListAccountsAsync(CancellationToken cancellationToken);

    Task<long> CountAccountsAsync(CancellationToken cancellationToken);

    Task<AccountWithRoles?> FindAccountAsync(string id, CancellationToken cancellationToken);

    Task<AccountWithRoles?> FindAccountByNameAsync(string name, CancellationToken cancellationToken);

    Task<AccountOutcome> UpdateAccountAsync(string id, AccountChange change, CancellationToken cancellationToken);

    /// <summary>Removes an account with its roles and sessions.</summary>
    Task<AccountOutcome> DeleteAccountAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives an account a role in a project, instead of the one it had there; null takes it away.</summary>
    Task<AccountOutcome> SetRoleAsync(string accountId, string project, Role? role, CancellationToken cancellationToken);
}
