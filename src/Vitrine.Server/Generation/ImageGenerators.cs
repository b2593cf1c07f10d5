using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Vitrine.Server.Generation;

/// <summary>The generators that are set up, by the names of their providers.</summary>
internal sealed class ImageGenerators(IReadOnlyDictionary<string, IImageGenerator> generators) : IDisposable
{
    public IEnumerable<string> Names => generators.Keys.Order(StringComparer.Ordinal);

    public bool TryGet(string provider, [NotNullWhen(true)] out IImageGenerator? generator) => generators.TryGetValue(provider, out generator);

    public void Dispose()
    {
        foreach (var generator in generators.Values) generator.Dispose();
    }
}
