using System.Text.Json.Serialization;
using Vitrine.Server.Local;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Maintenance;

/// <summary>What <c>doctor</c> asks of a server.</summary>
internal static class MaintenanceFeature
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapLocal();
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
