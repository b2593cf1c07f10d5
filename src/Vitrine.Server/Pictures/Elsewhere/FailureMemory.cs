using System.Collections.Concurrent;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>What could not be fetched, for a while, so that a host that is dead holds nobody up twice. Each project finds out for itself, as whoever sends its facts chooses the addresses. In memory alone, and bounded. Thread-safe.</summary>
internal sealed class FailureMemory(PreviewOptions options, TimeProvider clock)
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string Project, string Key), (FetchFailure Failure, DateTimeOffset Until)> known = new();

    public FetchFailure? Find(string project, Uri address) => FindKey((project, HostOf(address))) ?? FindKey((project, address.AbsoluteUri));

    /// <param name="deadHost">An address of the host, that one's or one that it led to, to which no connection came about: whatever is asked of it fails in the same way. Null for none.</param>
    public void Add(string project, Uri address, FetchFailure failure, Uri? deadHost)
    {
        var now = clock.GetUtcNow();
        if (known.Count >= Most) Forget(now);
        var entry = (failure, now.AddSeconds(options.FailureSeconds));
        known[(project, address.AbsoluteUri)] = entry;
        if (deadHost is not null) known[(project, HostOf(deadHost))] = entry;
    }

    private FetchFailure? FindKey((string Project, string Key) key) =>
        known.TryGetValue(key, out var entry) && entry.Until > clock.GetUtcNow() ? entry.Failure with { NotBefore = entry.Until } : null;

    // Those that are over; all, where none is, as it costs no more than an attempt each.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, entry) in known)
        {
            if (entry.Until <= now) known.TryRemove(key, out _);
        }
        if (known.Count >= Most) known.Clear();
    }

    // No address is equal to it, as it has no path.
    private static string HostOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
