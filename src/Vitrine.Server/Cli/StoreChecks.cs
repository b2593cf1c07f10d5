using System.Runtime.CompilerServices;
using Vitrine.Server.Maintenance;

namespace Vitrine.Server.Cli;

/// <summary>Asks the process that owns the folder to recount.</summary>
internal static class StoreChecks
{
    public static async IAsyncEnumerable<Finding> RunAsync(HttpClient http, bool rebuild, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var action = rebuild ? "rebuild" : "check";
        using var response = await http.PostAsync(new Uri($"/internal/{action}", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
        var report = await response.Content.ReadFromJsonAsync(MaintenanceJson.Default.MaintenanceReport, cancellationToken);
        foreach (var project in report!.Projects)
        {
            yield return new Finding("schema", true, $"project {project.Slug}: version {project.SchemaVersion}");
            yield return new Finding("writing", project.CanWrite, $"project {project.Slug}: {(project.CanWrite ? "works" : "the last attempt failed")}");
            if (project.Differences.Count == 0)
                yield return new Finding("numbers", true, $"project {project.Slug}: {project.Facts:N0} facts, {(rebuild ? "rebuilt; " : "")}every number equals the recount");
            foreach (var difference in project.Differences) yield return new Finding("numbers", false, $"project {project.Slug}: {difference}");
        }
    }
}
