using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Storage.Writing;

/// <summary>
/// What was used lately, by bytes, in two generations: when the young one is full it becomes the old one, and what was not asked for since is
/// forgotten. One thread only.
/// </summary>
internal sealed class RecentCache<T>(int capacity)
    where T : class
{
    private readonly int generation = Math.Max(16, capacity / 2);
    private Dictionary<byte[], T> young = new(Utf8Comparer.Instance);
    private Dictionary<byte[], T> old = new(Utf8Comparer.Instance);

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out T? value)
    {
        if (young.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out value)) return true;
        if (!old.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out value)) return false;
        Add(key, value);
        return true;
    }

    public void Add(ReadOnlySpan<byte> key, T value)
    {
        if (young.Count >= generation)
        {
            old = young;
            young = new Dictionary<byte[], T>(Utf8Comparer.Instance);
        }

        young.GetAlternateLookup<ReadOnlySpan<byte>>()[key] = value;
    }

    public void Clear()
    {
        young.Clear();
        old.Clear();
    }
}
