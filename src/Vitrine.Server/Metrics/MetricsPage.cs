using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Pictures;
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
            if (await StatusOfAsync(slug, cancellationToken) is { } status) statuses.Add(status);
        }
        if (statuses.Count == 0 && !seesAll) return null;
        var text = new PrometheusText();
        WriteStores(text, statuses);
        if (seesAll) WriteServer(text);
        return text.ToString();
    }

    // Null where the project was deleted meanwhile.
    private async Task<ProjectStatus?> StatusOfAsync(string slug, CancellationToken cancellationToken)
    {
        try
        {
            var store = await projects.GetAsync(slug, cancellationToken);
            var fetches = store is IFetchQueue queue ? await queue.CountFetchesAsync(cancellationToken) : new FetchCounts(0, 0);
            return new ProjectStatus(slug, await store.GetStatusAsync(cancellationToken), fetches);
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
        foreach (var (project, status, _) in projects)
        {
            foreach (var (kind, count) in status.Facts.OrderBy(pair => pair.Key))
                text.Sample("vitrine_facts_total", count, ("project", project), ("kind", kind.WireName()));
        }
        Gauge(text, "vitrine_queue_facts", "Facts accepted but not yet committed.", projects, one => one.Status.QueuedFacts);
        Gauge(text, "vitrine_queue_bytes", "Bytes accepted but not yet committed.", projects, one => one.Status.QueuedBytes);
        Gauge(text, "vitrine_unflushed_facts", "Facts committed but not yet in the rollups on disk.", projects, one => one.Status.UnflushedFacts);
        Gauge(text, "vitrine_search_lag_facts", "Facts committed but not yet in the search index.", projects, one => one.Status.SearchLag);
        Gauge(text, "vitrine_can_write", "1, or 0 after a failure of the disk that nothing has overcome.", projects, one => one.Status.CanWrite ? 1 : 0);
        Gauge(text, "vitrine_mirror_waiting_pictures", "Pictures that are elsewhere and wait to be mirrored.", projects, one => one.Fetches.Waiting);
        Gauge(text, "vitrine_mirror_given_up_pictures", "Pictures that could not be mirrored; the log says why.", projects, one => one.Fetches.GivenUp);
        text.Family("vitrine_rejected_batches_total", "counter", "Requests that were rejected whole, by reason.");
        foreach (var (project, status, _) in projects)
        {
            text.Sample("vitrine_rejected_batches_total", status.RejectedQueueFull, ("project", project), ("reason", "queue_full"));
            text.Sample("vitrine_rejected_batches_total", status.RejectedDiskFull, ("project", project), ("reason", "disk_full"));
        }
        text.Family("vitrine_file_bytes", "gauge", "Size of the project's files.");
        foreach (var (project, status, _) in projects)
        {
            foreach (var (file, bytes) in status.FileBytes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                text.Sample("vitrine_file_bytes", bytes, ("project", project), ("file", file));
        }
        text.Family("vitrine_commit_duration_seconds", "histogram", "How long commits took.");
        foreach (var (project, status, _) in projects)
        {
            text.Histogram(
                "vitrine_commit_duration_seconds",
                status.CommitHistogram.Select(bucket => (bucket.UpperBoundMicroseconds / 1e6, bucket.Count)),
                status.CommitMicroseconds / 1e6, status.Commits, ("project", project));
        }
    }

    private static void Gauge(PrometheusText text, string name, string help, IReadOnlyList<ProjectStatus> projects, Func<ProjectStatus, long> value)
    {
        text.Family(name, "gauge", help);
        foreach (var one in projects) text.Sample(name, value(one), ("project", one.Project));
    }

    private sealed record ProjectStatus(string Project, StoreStatus Status, FetchCounts Fetches);
}
