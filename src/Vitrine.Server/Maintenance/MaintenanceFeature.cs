using System.Text.Json.Serialization;
using Vitrine.Server.Http;
using Vitrine.Server.Local;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Maintenance;

/// <summary>What the verbs of the same machine ask of a server; to everybody else these paths do not exist.</summary>
internal static class MaintenanceFeature
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal").ExcludeFromDescription().WithAccess(Access.Everyone);
        group.AddEndpointFilter((context, next) => context.HttpContext.IsLocalCaller()
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotFound.With()));
        group.MapPost("/check", (IProjectStores projects, CancellationToken cancellationToken) => ReportAsync(projects, rebuild: false, cancellationToken));
        group.MapPost("/rebuild", (IProjectStores projects, CancellationToken cancellationToken) => ReportAsync(projects, rebuild: true, cancellationToken));
        group.MapPost("/reset", ResetProject.HandleAsync).Needs(Permission.Administer);
    }

    private static async Task<IResult> ReportAsync(IProjectStores projects, bool rebuild, CancellationToken cancellationToken)
    {
        var reports = new List<ProjectReport>();
        foreach (var slug in projects.Slugs)
        {
            var store = await projects.GetAsync(slug, cancellationToken);
            if (rebuild) await store.RebuildAsync(cancellationToken);
            var differences = await store.CheckAsync(cancellationToken);
            var status = await store.GetStatusAsync(cancellationToken);
            reports.Add(new ProjectReport(slug, status.SchemaVersion, status.CanWrite, status.Facts.Values.Sum(), differences));
        }
        return TypedResults.Json(new MaintenanceReport(reports), MaintenanceJson.Default.MaintenanceReport);
    }
}

/// <param name="Differences">Between what is kept and a recount; a sentence each.</param>
internal sealed record ProjectReport(string Slug, int SchemaVersion, bool CanWrite, long Facts, IReadOnlyList<string> Differences);

internal sealed record MaintenanceReport(IReadOnlyList<ProjectReport> Projects);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MaintenanceReport))]
internal sealed partial class MaintenanceJson : JsonSerializerContext;
