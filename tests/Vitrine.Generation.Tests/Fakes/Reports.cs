using System.Collections.Concurrent;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>Keeps what is reported, in its order.</summary>
internal sealed class Reports : IProgress<GenerationProgress>
{
    private readonly ConcurrentQueue<GenerationProgress> all = new();

    public IReadOnlyList<GenerationProgress> All => [.. all];

    public void Report(GenerationProgress value) => all.Enqueue(value);
}
