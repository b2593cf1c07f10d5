using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Server.Generation;

namespace Vitrine.Server.Tests.Support;

/// <summary>A provider that answers as a test wants, and remembers what it was asked.</summary>
internal sealed class FakeGenerator(Func<ImageGenerationRequest, CancellationToken, Task<ImageGenerationResponse>> answer) : IImageGenerator
{
    public List<(ImageGenerationRequest Request, ImageGenerationOptions? Options)> Asked { get; } = [];

    public static FakeGenerator Of(byte[] picture) =>
        new((_, _) => Task.FromResult(new ImageGenerationResponse([new DataContent(picture, "image/png")])));

    public static FakeGenerator Failing(Exception error) => new((_, _) => Task.FromException<ImageGenerationResponse>(error));

    public VitrineLaunch In(VitrineLaunch launch) => launch with
    {
        ConfigureServices = services =>
        {
            launch.ConfigureServices?.Invoke(services);
            services.AddSingleton(new ImageGenerators(new Dictionary<string, IImageGenerator> { ["fake"] = this }));
        },
        Options = new Dictionary<string, string?>(launch.Options) { ["Generation:DefaultProvider"] = "fake" },
    };

    public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add((request, options));
        return answer(request, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("fake", null, "fake-1") : null;

    public void Dispose()
    {
    }
}
