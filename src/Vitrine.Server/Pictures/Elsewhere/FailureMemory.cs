using System.Collections.Concurrent;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>What could not be fetched, for a while, so that a host that is dead holds nobody up twice. In memory alone, and bounded. Thread-safe.</summary>
internal sealed class FailureMemory(PreviewOptions options, TimeProvider clock)
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, (FetchFailure Failure, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    public FetchFailure? Find(Uri address) => FindKey(HostOf(address)) ?? FindKey(address.AbsoluteUri);

    /// <param name="isOfHost">True where whatever is asked of the host fails in the same way.</param>
    public void Add(Uri address, FetchFailure failure, bool isOfHost)
    {
        var now = clock.GetUtcNow();
        if (known.Count >= Most) Forget(now);
        known[isOfHost ? HostOf(address) : address.AbsoluteUri] = (failure, now.AddSeconds(options.FailureSeconds));
    }

    private FetchFailure? FindKey(string key) => known.TryGetValue(key, out var entry) && entry.Until > clock.GetUtcNow() ? entry.Failure : null;

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
