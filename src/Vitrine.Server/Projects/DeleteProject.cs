using Microsoft.AspNetCore.Mvc;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Projects;

/// <summary>Says once more which project is meant, since nothing brings it back.</summary>
internal sealed record ProjectRemoval(string? Slug);

/// <summary><c>DELETE /api/v1/projects/{slug}</c>.</summary>
internal static class DeleteProject
{
    public static async Task<IResult> HandleAsync(
        string slug, [FromBody] ProjectRemoval request, ProjectStores projects, KeyRing keys, AuditLog audit, HttpContext context)
    {
        if (request.Slug != slug) return Problems.ConfirmationMissing.With($"To remove the project with all its facts, send {{\"slug\": \"{slug}\"}}.", "slug");
        switch (await projects.DeleteAsync(slug, context.RequestAborted))
        {
            case ProjectOutcome.Missing:
                throw new ProjectGoneException(slug);
            case ProjectOutcome.IsLast:
                return Problems.LastProject.With($"'{slug}' is the only project, and a server keeps one. Make another first.", "slug");
            default:
                keys.Forget(slug);
                await audit.WriteAsync(context, "project.deleted", slug, slug);
                return TypedResults.NoContent();
        }
    }
}
