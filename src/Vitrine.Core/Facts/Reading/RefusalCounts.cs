using System.Collections.Concurrent;

namespace Vitrine.Core.Facts.Reading;

/// <summary>How many facts were refused since the start, by code. Thread-safe.</summary>
public sealed class RefusalCounts
{
    private readonly ConcurrentDictionary<string, long> byCode = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, long>> Snapshot() => [.. byCode.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <param name="code">One of a fixed set, never a caller's own text.</param>
    public void Add(string code) => byCode.AddOrUpdate(code, 1, static (_, count) => count + 1);
}
