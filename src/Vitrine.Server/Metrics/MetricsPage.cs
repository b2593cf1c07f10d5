using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Metrics;

/// <summary>The server's figures.</summary>
internal sealed class MetricsPage(IProjectStores projects, RefusalCounts refusals)
{
    /// <summary>Of the projects that the caller may read, and of the server itself where that is all of them.</summary>
    /// <returns>Null where there is nothing that the caller may see.</returns>
    public async Task<string?> WriteAsync(Caller caller, CancellationToken cancellationToken)
    {
        var seesAll = caller is Stranger or LocalOperator || caller.May(Permission.AdministerAll, Project.DefaultSlug);
        var statuses = new List<ProjectStatus>();
        foreach (var slug in projects.Slugs.Where(slug => seesAll || caller.May(Permission.Read, slug)))
        {
            if (await StatusOfAsync(slug, cancellationToken) is { } status) statuses.Add(new ProjectStatus(slug, status));
        }
        if (statuses.Count == 0 && !seesAll) return null;
        var text = new PrometheusText();
        WriteStores(text, statuses);
        if (seesAll) WriteServer(text);
        return text.ToString();
    }

    // Null where the project was deleted meanwhile.
    private async Task<StoreStatus?> StatusOfAsync(string slug, CancellationToken cancellationToken)
    {
        try
        {
            var store = await projects.GetAsync(slug, cancellationToken);
            return await store.GetStatusAsync(cancellationToken);
        }
        catch (Exception error) when (error is ProjectGoneException or StoreClosedException)
        {
            return null;
        }
    }

    private void WriteServer(PrometheusText text)
    {
        text.Family("vitrine_refused_facts_total", "counter", "Facts that were not taken, by code.");
        foreach (var (code, count) in refusals.Snapshot()) text.Sample("vitrine_refused_facts_total", count, ("code", code));
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory of the process.");
        text.Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Family("dotnet_gc_heap_bytes", "gauge", "Bytes on the managed heap.");
        text.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
    }

    private static void WriteStores(PrometheusText text, IReadOnlyList<ProjectStatus> projects)
    {
        text.Family("vitrine_facts_total", "counter", "Facts ever stored, by kind.");
        foreach (var (project, status) in projects)
        {
            foreach (var (kind, count) in status.Facts.OrderBy(pair => pair.Key))
                text.Sample("vitrine_facts_total", count, ("project", project), ("kind", kind.WireName()));
        }
        Gauge(text, "vitrine_queue_facts", "Facts accepted but not yet committed.", projects, status => status.QueuedFacts);
        Gauge(text, "vitrine_queue_bytes", "Bytes accepted but not yet committed.", projects, status => status.QueuedBytes);
        Gauge(text, "vitrine_unflushed_facts", "Facts committed but not yet in the rollups on disk.", projects, status => status.UnflushedFacts);
        Gauge(text, "vitrine_search_lag_facts", "Facts committed but not yet in the search index.", projects, status => status.SearchLag);
        Gauge(text, "vitrine_can_write", "1, or 0 after a failure of the disk that nothing has overcome.", projects, status => status.CanWrite ? 1 : 0);
        text.Family("vitrine_rejected_batches_total", "counter", "Requests that were rejected whole, by reason.");
        foreach (var (project, status) in projects)
        {
            text.Sample("vitrine_rejected_batches_total", status.RejectedQueueFull, ("project", project), ("reason", "queue_full"));
            text.Sample("vitrine_rejected_batches_total", status.RejectedDiskFull, ("project", project), ("reason", "disk_full"));
        }
        text.Family("vitrine_file_bytes", "gauge", "Size of the project's files.");
        foreach (var (project, status) in projects)
        {
            foreach (var (file, bytes) in status.FileBytes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Sample("vitrine_file_bytes", bytes, ("project", project), ("file", file));
        }
        text.Family("vitrine_commit_duration_seconds", "histogram", "How long commits took.");
        foreach (var (project, status) in projects)
        {
            text.Histogram(
                "vitrine_commit_duration_seconds",
                status.CommitHistogram.Select(bucket => (bucket.UpperBoundMicroseconds / 1e6, bucket.Count)),
                status.CommitMicroseconds / 1e6, status.Commits, ("project", project));
        }
    }

    private static void Gauge(PrometheusText text, string name, string help, IReadOnlyList<ProjectStatus> projects, Func<StoreStatus, long> value)
    {
        text.Family(name, "gauge", help);
        foreach (var (project, status) in projects) text.Sample(name, value(status), ("project", project));
    }

    private sealed record ProjectStatus(string Project, StoreStatus Status);
}
