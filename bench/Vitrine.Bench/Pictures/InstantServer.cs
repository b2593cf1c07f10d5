using Microsoft.Extensions.AI;
using Vitrine.Server;
using Vitrine.Server.Generation;

namespace Vitrine.Bench.Pictures;

/// <summary>Vitrine with a provider that has its picture at once, in a process of its own.</summary>
internal static class InstantServer
{
    public static Task<int> RunAsync(int port, string folder)
    {
        var launch = new VitrineLaunch
        {
            Urls = $"http://127.0.0.1:{port}",
            DataFolder = folder,
            Options = new Dictionary<string, string?> { ["Generation:DefaultProvider"] = InstantGenerator.Name, ["Logging:LogLevel:Default"] = "Warning" },
            ConfigureServices = services => services.AddSingleton(new ImageGenerators(new Dictionary<string, IImageGenerator> { [InstantGenerator.Name] = new InstantGenerator() })),
        };
        return VitrineServer.RunAsync(launch);
    }
}

internal sealed class InstantGenerator : IImageGenerator
{
    public const string Name = "instant";

    private readonly Png png = new(seed: 1);

    public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ImageGenerationResponse([new DataContent(png.Next(), "image/png")]));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing is held.
    }
}
