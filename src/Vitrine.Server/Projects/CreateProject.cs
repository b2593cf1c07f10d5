using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Projects;

/// <summary>What a project is asked to be.</summary>
/// <param name="Slug">Its name in addresses: up to 64 lower-case letters, digits and single hyphens between them. Never changes.</param>
/// <param name="Name">What people call it; the slug where absent.</param>
/// <param name="TimeZone">IANA name of the zone in which its days begin; that of the setting <c>Projects:TimeZone</c> where absent.</param>
internal sealed record NewProject(string? Slug, string? Name, string? TimeZone);

/// <summary><c>POST /api/v1/projects</c>.</summary>
internal static class CreateProject
{
    public static async Task<IResult> HandleAsync(
        NewProject request, ProjectStores projects, KeyRing keys, ProjectOptions options, AuditLog audit, TimeProvider clock, HttpContext context)
    {
        if (request.Slug is not { } slug || !Project.IsSlug(slug))
            return Problems.InvalidValue.With("slug has up to 64 lower-case letters, digits and single hyphens between them.", "slug");
        if (ProjectFields.FindProblem(request.Name, request.TimeZone) is { } problem) return problem;
        var project = new Project(slug, request.Name?.Trim() ?? slug, request.TimeZone ?? options.TimeZone, FactTime.Now(clock));
        // A key that was made in the moment its project was deleted opens nothing of this one.
        if (projects.Find(slug) is null) keys.Forget(slug);
        switch (await projects.CreateAsync(project, context.RequestAborted))
        {
            case ProjectOutcome.Exists:
                return Problems.ProjectExists.With($"There is a project '{slug}' already.", "slug");
            case ProjectOutcome.FolderExists:
                return Problems.ProjectExists.With($"There is a folder projects/{slug} in the data folder that belongs to no project. Move it away first.", "slug");
            default:
                await audit.WriteAsync(context, "project.created", slug, slug);
                return TypedResults.Ok(ProjectAnswer.From(project));
        }
    }
}
