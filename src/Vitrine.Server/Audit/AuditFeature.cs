using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Audit;

/// <summary>Reading the audit log. It is written by <see cref="AuditLog"/>.</summary>
internal static class AuditFeature
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/audit", ListAudit.HandleAsync).WithName("ListAudit").WithSummary("Lists who did what, newest first.").WithTags("Audit")
            .Needs(Permission.Administer).Answers(typeof(AuditAnswer)).WithProblems(400, 401, 403, 404)
            .Takes(
                new QueryParameter("before", "A next_before: entries older than that.", IsNumber: true), QueryParameter.Limit,
                new QueryParameter("action", "As account.created."), new QueryParameter("actor", "As account:admin."),
                new QueryParameter("project", "Only what concerns this project. Admins of all projects may leave it out, for everything."));
}
