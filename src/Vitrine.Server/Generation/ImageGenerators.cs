using System.Collections.Frozen;
using Microsoft.Extensions.AI;

namespace Vitrine.Server.Generation;

/// <summary>
/// The generators that are set up, by the names of their providers. The set is swapped whole, so each request sees one set; a generator that leaves it lives until
/// its last use has ended.
/// </summary>
internal sealed class ImageGenerators(IReadOnlyDictionary<string, IImageGenerator> generators) : IDisposable
{
    private readonly Lock changing = new();

    // Written under the lock, read without.
    private volatile FrozenDictionary<string, SharedGenerator> current =
        generators.ToFrozenDictionary(pair => pair.Key, pair => new SharedGenerator(pair.Value), StringComparer.Ordinal);

    public IEnumerable<string> Names => current.Keys.Order(StringComparer.Ordinal);

    public bool Has(string provider) => current.ContainsKey(provider);

    /// <summary>The provider's generator, for as long as the answer is not disposed; null where it is not set up.</summary>
    public GeneratorUse? Take(string provider)
    {
        while (current.TryGetValue(provider, out var shared))
        {
            if (shared.TryEnter()) return new GeneratorUse(shared);
            // It left the set between the look and the step; the new set is there already.
        }
        return null;
    }

    /// <summary>Takes in a generator, instead of the provider's one.</summary>
    public void Put(string provider, IImageGenerator generator) => Change(set => set[provider] = new SharedGenerator(generator));

    public void Remove(string provider) => Change(set => set.Remove(provider));

    public void Dispose() => Change(set => set.Clear());

    private void Change(Action<Dictionary<string, SharedGenerator>> change)
    {
        lock (changing)
        {
            var before = current;
            var after = new Dictionary<string, SharedGenerator>(before, StringComparer.Ordinal);
            change(after);
            current = after.ToFrozenDictionary(StringComparer.Ordinal);
            foreach (var (provider, shared) in before)
            {
                if (after.GetValueOrDefault(provider) != shared) shared.Exit();
            }
        }
    }
}

/// <summary>A generator and how many hold it: the set, and each that uses it. The last one out disposes it.</summary>
internal sealed class SharedGenerator(IImageGenerator generator)
{
    private int holders = 1;

    public IImageGenerator Generator => generator;

    /// <returns>False where it is disposed.</returns>
    public bool TryEnter()
    {
        for (var seen = Volatile.Read(ref holders); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref holders) == 0) generator.Dispose();
    }
}

/// <summary>A generator that is used. Dispose once, when it is not any more.</summary>
internal sealed class GeneratorUse(SharedGenerator shared) : IDisposable
{
    public IImageGenerator Generator => shared.Generator;

    /// <summary>The model of requests that name none.</summary>
    public string? DefaultModel => Generator.GetService<ImageGeneratorMetadata>()?.DefaultModelId;

    public void Dispose() => shared.Exit();
}
