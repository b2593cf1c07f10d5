using Vitrine.Storage.Facts;

namespace Vitrine.Storage.Tail;

/// <summary>
/// Facts that are committed but not yet in the rollups, in order of arrival, as one reader sees them: what lies below <see cref="Count"/>
/// never changes.
/// </summary>
internal sealed class TailView(StoredFact[][] chunks, int count)
{
    public static TailView Empty { get; } = new([], 0);

    public int Count { get; } = count;

    public StoredFact[][] Chunks { get; } = chunks;

    public delegate void Visit(in StoredFact fact);

    public void ForEach(Visit visit)
    {
        for (var chunk = 0; chunk < Chunks.Length; chunk++)
        {
            var facts = Chunks[chunk].AsSpan(0, Math.Min(TailBuffer.ChunkFacts, Count - (chunk * TailBuffer.ChunkFacts)));
            foreach (ref readonly var fact in facts) visit(fact);
        }
    }
}
