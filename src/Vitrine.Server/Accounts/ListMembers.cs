using Vitrine.Core.Control;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>Somebody with a role in a project.</summary>
/// <param name="Role">The highest that counts in the project.</param>
/// <param name="IsOfAllProjects">True where it is that of all projects, which the project's admins cannot change.</param>
internal sealed record MemberAnswer(string Id, string Username, string Role, bool IsOfAllProjects, bool IsDisabled);

internal sealed record MembersAnswer(IReadOnlyList<MemberAnswer> Members);

/// <summary><c>GET /api/v1/members</c>: what a project's admins see of accounts, which is no more than who has a role there.</summary>
internal static class ListMembers
{
    public static async Task<IResult> HandleAsync(HttpContext context, IAccountStore accounts)
    {
        var project = context.Admission().Project;
        return Results.Ok(new MembersAnswer(
        [
            .. from found in await accounts.ListAccountsAsync(context.RequestAborted)
               let role = found.Grants.In(project)
               where role is not null
               select new MemberAnswer(
                   found.Account.Id, found.Account.Name, role.Value.WireName(),
                   found.Grants.Any(grant => grant.Project == RoleGrant.AllProjects && grant.Role == role), found.Account.IsDisabled),
        ]));
    }
}
