using System.Text.Json.Nodes;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

internal sealed record RoleBody(string? Role);

/// <summary>
/// <c>/api/v1/accounts/{account}/roles/{project}</c>. The project is named in the path, so it is looked at here and not by the gate: its admins give roles in
/// it, and roles in all projects are for admins of all projects.
/// </summary>
internal static class SetRole
{
    public static readonly Problem NoSuchRole = Problems.UnknownValue.With("A role is viewer, editor or admin.", "role");

    public static Task<IResult> PutAsync(string account, string project, RoleBody body, HttpContext context, IAccountStore accounts, IProjectStores projects, AuditLog audit) =>
        Roles.Parse(body.Role) is { } role ? SetAsync(account, project, role, context, accounts, projects, audit) : Task.FromResult<IResult>(NoSuchRole);

    public static Task<IResult> DeleteAsync(string account, string project, HttpContext context, IAccountStore accounts, IProjectStores projects, AuditLog audit) =>
        SetAsync(account, project, null, context, accounts, projects, audit);

    private static async Task<IResult> SetAsync(
        string account, string project, Role? role, HttpContext context, IAccountStore accounts, IProjectStores projects, AuditLog audit)
    {
        var caller = context.Admission().Caller;
        var isAll = project == RoleGrant.AllProjects;
        if (!isAll && (!caller.Knows(project) || projects.Find(project) is null)) return Problems.ProjectNotFound.With($"There is no project '{project}'.", "project");
        if (!caller.May(isAll ? Permission.AdministerAll : Permission.Administer, project))
            return Problems.Forbidden.With(isAll ? "This is for admins of all projects." : "This is for admins of the project.");
        if (await ManageAccounts.FindAsync(accounts, account, context.RequestAborted) is not { Account: var found }) return ManageAccounts.NotFound(account);
        var outcome = await accounts.SetRoleAsync(found.Id, project, role, context.RequestAborted);
        if (outcome != AccountOutcome.Done) return ManageAccounts.Of(outcome, account);
        await audit.WriteAsync(
            context, role is null ? "role.removed" : "role.given", found.Name, isAll ? null : project,
            details: new JsonObject { ["role"] = role?.WireName(), ["project"] = project });
        return Results.NoContent();
    }
}
