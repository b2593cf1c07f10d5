using System.Text.Json.Nodes;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Maintenance;

/// <summary>What is to be reset.</summary>
/// <param name="Project">The slug of the project that the request concerns: whoever resets it says so twice.</param>
internal sealed record ResetRequest(string? Project);

/// <summary>What a reset removed.</summary>
/// <param name="Removed">How many of each kind, conversations included.</param>
internal sealed record ResetAnswer(string Project, IReadOnlyDictionary<string, long> Removed);

/// <summary>Removes a project's facts and everything that belongs to them. Keys, views, datasets and settings stay.</summary>
internal static class ResetProject
{
    public static async Task<IResult> HandleAsync(ResetRequest request, IProjectStores projects, AuditLog audit, HttpContext context)
    {
        var slug = context.Admission().Project;
        if (request.Project != slug) return Problems.ConfirmationMissing.With($"To remove all facts of this project, say \"project\": \"{slug}\" in the body.", "project");
        var store = await projects.GetStoreAsync(context);
        // Once it has begun it is done, and written down, whether or not the caller waits for it.
        var removed = (await store.ResetAsync(CancellationToken.None)).ToDictionary(pair => pair.Key.WireName(), pair => pair.Value);
        var details = new JsonObject(removed.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        await audit.WriteAsync(context, "project.reset", slug, slug, details: details);
        return Results.Ok(new ResetAnswer(slug, removed));
    }
}
