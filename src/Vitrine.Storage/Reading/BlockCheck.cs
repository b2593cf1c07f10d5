namespace Vitrine.Storage.Reading;

/// <summary>Counts keys into blocks, in order.</summary>
internal sealed class BlockCheck(List<(long FirstKey, long Count)> blocks)
{
    private readonly long[] counted = new long[blocks.Count];
    private int current;
    private long outside;

    public void Add(long key)
    {
        while (current + 1 < blocks.Count && blocks[current + 1].FirstKey <= key) current++;
        if (blocks.Count == 0) outside++;
        else counted[current]++;
    }

    public IEnumerable<string> Differences()
    {
        if (outside > 0) yield return $"{outside} facts and no block";
        for (var index = 0; index < counted.Length; index++)
        {
            if (counted[index] != blocks[index].Count) yield return $"block {blocks[index].FirstKey}: {blocks[index].Count} kept, {counted[index]} counted";
        }
    }
}
