using Vitrine.Storage.Facts;

namespace Vitrine.Storage.Tail;

/// <summary>Collects the facts of commits until they are flushed. Written by the writer's thread; <see cref="View"/> is read by all.</summary>
internal sealed class TailBuffer
{
    // Below the size that the large object heap begins at.
    public const int ChunkFacts = 448;

    private readonly List<StoredFact[]> chunks = [];
    private volatile TailView view = TailView.Empty;

    public TailView View => view;

    public int Count { get; private set; }

    /// <summary>Adds what was committed. Call it where the commit is made visible to readers.</summary>
    public void Append(List<StoredFact> facts)
    {
        foreach (var fact in facts)
        {
            var offset = Count % ChunkFacts;
            if (offset == 0) chunks.Add(new StoredFact[ChunkFacts]);
            chunks[^1][offset] = fact;
            Count++;
        }

        view = new TailView([.. chunks], Count);
    }

    /// <summary>Forgets what was flushed; views taken before keep it.</summary>
    public void Clear()
    {
        chunks.Clear();
        Count = 0;
        view = TailView.Empty;
    }
}
