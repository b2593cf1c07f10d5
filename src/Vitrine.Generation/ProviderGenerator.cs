using Microsoft.Extensions.AI;

namespace Vitrine.Generation;

/// <summary>What generators over HTTP have in common.</summary>
public abstract class ProviderGenerator : IImageGenerator
{
    private readonly ImageGeneratorMetadata metadata;

    private protected ProviderGenerator(string provider, Uri endpoint, string? model) => metadata = new ImageGeneratorMetadata(provider, endpoint, model);

    public abstract Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ImageGeneratorMetadata)) return metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client is the caller's.
        GC.SuppressFinalize(this);
    }
}
