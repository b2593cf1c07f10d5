namespace Vitrine.Core.Pricing;

/// <summary>What of an image its price may depend on.</summary>
/// <param name="width">In pixels; 0 where it is not known, as the height.</param>
/// <param name="gpuMicroseconds">What a machine worked on it; null where it is not known.</param>
public readonly ref struct ImageTraits(ReadOnlySpan<char> quality, long width, long height, long? gpuMicroseconds = null)
{
    public ReadOnlySpan<char> Quality { get; } = quality;

    public long Width { get; } = width;

    public long Height { get; } = height;

    public long? GpuMicroseconds { get; } = gpuMicroseconds;
}
