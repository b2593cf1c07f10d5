using System.Text.Json.Nodes;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Security;

namespace Vitrine.Server.Projects;

/// <summary>What to change of a project; what is absent stays.</summary>
/// <param name="TimeZone">Numbers stay exact while the hours of another zone are counted; facts wait.</param>
/// <param name="Archived">True: it can be read, and takes nothing new.</param>
internal sealed record ProjectChange(string? Name, string? TimeZone, bool? Archived);

/// <summary><c>PATCH /api/v1/projects/{slug}</c>.</summary>
internal static class ChangeProject
{
    public static async Task<IResult> HandleAsync(
        string slug, ProjectChange request, ProjectStores projects, AuditLog audit, TimeProvider clock, HttpContext context)
    {
        if (ProjectFields.FindProblem(request.Name, request.TimeZone) is { } problem) return problem;
        var now = FactTime.Now(clock);
        var changed = await projects.ChangeAsync(slug, before => Apply(before, request, now), setsZone: request.TimeZone is not null, context.RequestAborted);
        if (changed is not var (before, after)) throw new ProjectGoneException(slug);
        if (before != after) await audit.WriteAsync(context, "project.changed", slug, slug, details: Differences(before, after));
        return TypedResults.Ok(ProjectAnswer.From(after));
    }

    private static Project Apply(Project before, ProjectChange request, long now) => before with
    {
        Name = request.Name?.Trim() ?? before.Name,
        TimeZone = request.TimeZone ?? before.TimeZone,
        ArchivedAt = request.Archived switch { true => before.ArchivedAt ?? now, false => null, null => before.ArchivedAt },
    };

    private static JsonObject Differences(Project before, Project after)
    {
        var details = new JsonObject();
        if (before.Name != after.Name) details["name"] = after.Name;
        if (before.TimeZone != after.TimeZone) details["time_zone"] = after.TimeZone;
        if (before.IsArchived != after.IsArchived) details["archived"] = after.IsArchived;
        return details;
    }
}
