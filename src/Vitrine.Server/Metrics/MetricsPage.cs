using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Metrics;

/// <summary>The server's figures.</summary>
internal sealed class MetricsPage(IProjectStores projects, RefusalCounts refusals)
{
    private const string Project = Core.Control.Project.DefaultSlug;

    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var store = await projects.GetAsync(Project, cancellationToken);
        var text = new PrometheusText();
        WriteStore(text, await store.GetStatusAsync(cancellationToken));
        text.Family("vitrine_refused_facts_total", "counter", "Facts that were not taken, by code.");
        foreach (var (code, count) in refusals.Snapshot()) text.Sample("vitrine_refused_facts_total", count, ("code", code));
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory of the process.");
        text.Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Family("dotnet_gc_heap_bytes", "gauge", "Bytes on the managed heap.");
        text.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        return text.ToString();
    }

    private static void WriteStore(PrometheusText text, StoreStatus status)
    {
        text.Family("vitrine_facts_total", "counter", "Facts ever stored, by kind.");
        foreach (var (kind, count) in status.Facts.OrderBy(pair => pair.Key))
            text.Sample("vitrine_facts_total", count, ("project", Project), ("kind", kind.WireName()));
        Gauge(text, "vitrine_queue_facts", "Facts accepted but not yet committed.", status.QueuedFacts);
        Gauge(text, "vitrine_queue_bytes", "Bytes accepted but not yet committed.", status.QueuedBytes);
        Gauge(text, "vitrine_unflushed_facts", "Facts committed but not yet in the rollups on disk.", status.UnflushedFacts);
        Gauge(text, "vitrine_search_lag_facts", "Facts committed but not yet in the search index.", status.SearchLag);
        Gauge(text, "vitrine_can_write", "1, or 0 after a failure of the disk that nothing has overcome.", status.CanWrite ? 1 : 0);
        text.Family("vitrine_rejected_batches_total", "counter", "Requests that were rejected whole, by reason.");
        text.Sample("vitrine_rejected_batches_total", status.RejectedQueueFull, ("project", Project), ("reason", "queue_full"));
        text.Sample("vitrine_rejected_batches_total", status.RejectedDiskFull, ("project", Project), ("reason", "disk_full"));
        text.Family("vitrine_file_bytes", "gauge", "Size of the project's files.");
        foreach (var (file, bytes) in status.FileBytes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Sample("vitrine_file_bytes", bytes, ("project", Project), ("file", file));
        text.Histogram(
            "vitrine_commit_duration_seconds", "How long commits took.",
            status.CommitHistogram.Select(bucket => (bucket.UpperBoundMicroseconds / 1e6, bucket.Count)),
            status.CommitMicroseconds / 1e6, status.Commits, ("project", Project));
    }

    private static void Gauge(PrometheusText text, string name, string help, long value)
    {
        text.Family(name, "gauge", help);
        text.Sample(name, value, ("project", Project));
    }
}
