namespace Vitrine.Core.Pricing;

/// <summary>What a request used. Cached and image input are part of the input, image output is part of the output.</summary>
/// <param name="ImageInput">Null where the provider does not tell text from images.</param>
/// <param name="ImageOutput">Null where the provider does not tell text from images.</param>
public readonly record struct TokenCounts(long Input, long Output, long CachedInput = 0, long? ImageInput = 0, long? ImageOutput = 0);
