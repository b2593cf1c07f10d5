using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Accounts;

/// <param name="Project">A slug, or * for all projects.</param>
/// <param name="Role">viewer, editor or admin.</param>
internal sealed record RoleAnswer(string Project, string Role)
{
    public static IReadOnlyList<RoleAnswer> From(IEnumerable<RoleGrant> grants) => [.. grants.Select(grant => new RoleAnswer(grant.Project, grant.Role.WireName()))];
}

/// <summary>What of an account may be shown.</summary>
internal sealed record AccountAnswer(
    string Id, string Username, string? Email, bool IsDisabled, string CreatedAt, string? LastSignInAt, IReadOnlyList<RoleAnswer> Roles)
{
    public static AccountAnswer From(AccountWithRoles found) => new(
        found.Account.Id, found.Account.Name, found.Account.Email, found.Account.IsDisabled, FactTime.ToWire(found.Account.CreatedAt),
        found.Account.LastSignInAt is { } time ? FactTime.ToWire(time) : null, RoleAnswer.From(found.Grants));
}

internal sealed record AccountsAnswer(IReadOnlyList<AccountAnswer> Accounts);
