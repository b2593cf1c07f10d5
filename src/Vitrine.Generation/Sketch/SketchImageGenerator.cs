using System.Drawing;
using System.Text;
using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.Sketch;

/// <summary>
/// The generator that needs no key and no network: it draws the same picture for the same prompt, of what the prompt's words name where it knows them. For
/// trying Vitrine out, and for tests.
/// </summary>
public sealed class SketchImageGenerator(IPictureReader pictures) : IImageGenerator
{
    public const string ProviderName = "sketch";
    public const string Model = "sketch-1";

    private static readonly ImageGeneratorMetadata Metadata = new(ProviderName, null, Model);
    private static readonly Size Usual = new(1024, 1024);

    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = Wishes.PromptOf(request);
        var size = PixelSize.Of(options, Usual, 2048);
        var seed = options.Seed();
        var contents = new List<AIContent>();
        for (var index = 0; index < (options?.Count ?? 1); index++)
        {
            // The pictures of one request differ, and are the same the next time.
            var svg = SketchScene.Draw(prompt, size.Width, size.Height, index == 0 ? seed : (seed ?? 0) + index);
            contents.Add(new DataContent(await pictures.DrawAsync(Encoding.UTF8.GetBytes(svg), cancellationToken), PictureFormat.Png.MediaType()));
        }
        return new ImageGenerationResponse(contents);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ImageGeneratorMetadata)) return Metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The pictures' reader is the caller's.
    }
}
