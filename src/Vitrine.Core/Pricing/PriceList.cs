using System.Collections.Frozen;

namespace Vitrine.Core.Pricing;

/// <summary>
/// What models cost. What is not known has no cost: neither a name that resembles another, nor a provider that sells the same model, is taken for one that is known.
/// Immutable; looking up allocates nothing.
/// </summary>
public sealed class PriceList
{
    private const int LongestName = 256;

    private static readonly Lazy<PriceFile> Shipped = new(ReadShipped);

    private readonly Dictionary<string, long> gpuPico;
    private readonly Dictionary<string, ModelPrice[]>.AlternateLookup<ReadOnlySpan<char>> models;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> aliases;

    /// <param name="file">The prices.</param>
    /// <param name="gpuSecond">Dollars for a second of each provider that is paid by it, in units of a pico-dollar.</param>
    /// <exception cref="FormatException">The file says something that cannot be.</exception>
    public PriceList(PriceFile file, IReadOnlyDictionary<string, decimal>? gpuSecond = null)
    {
        File = file;
        GpuSecond = gpuSecond ?? FrozenDictionary<string, decimal>.Empty;
        gpuPico = GpuSecond.ToDictionary(pair => pair.Key, pair => Money.Whole(pair.Value, 1_000_000_000_000), StringComparer.Ordinal);
        var providers = (file.Providers ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty)
            .SelectMany(pair => pair.Value.Append(pair.Key).Select(alias => (Alias: alias.ToLowerInvariant(), Provider: pair.Key))).DistinctBy(pair => pair.Alias)
            .ToDictionary(pair => pair.Alias, pair => pair.Provider, StringComparer.Ordinal);
        // Not frozen: those allocate when a span is looked up.
        var byModel = file.Prices.GroupBy(entry => entry.Model.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(
            // The latest first, so that the first one that has begun is the one that holds.
            group => group.Key, group => group.Select(Named).OrderByDescending(price => price.From).ToArray(), StringComparer.Ordinal);
        models = byModel.GetAlternateLookup<ReadOnlySpan<char>>();
        aliases = providers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Knows no price.</summary>
    public static PriceList Empty { get; } = new(new PriceFile([]));

    /// <summary>Only what came with the program.</summary>
    public static PriceList BuiltIn { get; } = new(Shipped.Value);

    /// <summary>What it was made of.</summary>
    public PriceFile File { get; }

    /// <summary>Dollars for a second of machine time, by provider.</summary>
    public IReadOnlyDictionary<string, decimal> GpuSecond { get; }

    /// <param name="own">Prices that come before the built-in ones: a model of a provider that is in it has no other price.</param>
    /// <exception cref="FormatException">Something in it cannot be.</exception>
    public static PriceList Of(PriceFile? own, IReadOnlyDictionary<string, decimal>? gpuSecond = null)
    {
        if (own is null) return new PriceList(Shipped.Value, gpuSecond);
        var replaced = own.Prices.Select(KeyOf).ToHashSet();
        var names = new Dictionary<string, IReadOnlyList<string>>(Shipped.Value.Providers!, StringComparer.Ordinal);
        foreach (var provider in own.Prices.Select(entry => entry.Provider)) names.TryAdd(provider, [provider]);
        foreach (var (provider, others) in own.Providers ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty) names[provider] = others;
        return new PriceList(
            new PriceFile([.. own.Prices, .. Shipped.Value.Prices.Where(entry => !replaced.Contains(KeyOf(entry)))], own.AsOf ?? Shipped.Value.AsOf, names), gpuSecond);
    }

    /// <summary>The cost of tokens in nano-dollars, or null where it is not known.</summary>
    /// <param name="provider">Empty where the fact does not say.</param>
    /// <param name="time">When they were used, in microseconds since the Unix epoch.</param>
    public long? CostOf(ReadOnlySpan<char> provider, ReadOnlySpan<char> model, in TokenCounts counts, long time) => Find(provider, model, time)?.Of(counts);

    /// <summary>The cost of one image in nano-dollars, or null where it is not known.</summary>
    /// <param name="provider">Empty where the fact does not say.</param>
    /// <param name="time">When it was made, in microseconds since the Unix epoch.</param>
    public long? CostOf(ReadOnlySpan<char> provider, ReadOnlySpan<char> model, in ImageTraits image, long time)
    {
        if (gpuPico.Count > 0 && ProviderOf(provider) is { } seller && gpuPico.TryGetValue(seller, out var pico))
            return image.GpuMicroseconds is { } worked ? Money.Nano((Int128)worked * pico / 1_000, 1_000_000) : null;
        return Find(provider, model, time)?.Of(image);
    }

    private ModelPrice? Find(ReadOnlySpan<char> provider, ReadOnlySpan<char> model, long time)
    {
        if (models.Dictionary.Count == 0 || model.Length is 0 or > LongestName) return null;
        string? seller = null;
        if (!provider.IsEmpty && (seller = ProviderOf(provider)) is null) return null;
        Span<char> lower = stackalloc char[LongestName];
        ReadOnlySpan<char> name = lower[..model.ToLowerInvariant(lower)];
        if (Find(name, seller, time) is { } found) return found;
        // "openai/gpt-4o": the part in front names who sells it, and may not contradict the fact.
        var slash = name.IndexOf('/');
        if (slash <= 0 || ProviderOf(name[..slash]) is not { } prefix || (seller is not null && seller != prefix)) return null;
        return Find(name[(slash + 1)..], prefix, time);
    }

    private ModelPrice? Find(ReadOnlySpan<char> name, string? seller, long time)
    {
        if (!models.TryGetValue(name, out var prices))
        {
            var undated = ModelName.WithoutDate(name);
            if (undated.Length == name.Length || !models.TryGetValue(undated, out prices)) return null;
        }
        ModelPrice? found = null;
        foreach (var price in prices)
        {
            if (price.From > time || (seller is null ? price.NeedsProvider : price.Provider != seller)) continue;
            if (found is null) found = price;
            // Two sell it, and the fact does not say which it was.
            else if (found.Provider != price.Provider) return null;
        }
        return found;
    }

    private string? ProviderOf(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestName) return null;
        Span<char> lower = stackalloc char[LongestName];
        return aliases.TryGetValue(lower[..text.ToLowerInvariant(lower)], out var provider) ? provider : null;
    }

    private static (string Provider, string Model) KeyOf(PriceFileEntry entry) => (entry.Provider, entry.Model.ToLowerInvariant());

    private static ModelPrice Named(PriceFileEntry entry)
    {
        try
        {
            return new ModelPrice(entry);
        }
        catch (FormatException error)
        {
            throw new FormatException($"{entry.Provider}, {entry.Model}: {error.Message}", error);
        }
    }

    private static PriceFile ReadShipped()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return PriceFile.Parse(json);
    }
}
