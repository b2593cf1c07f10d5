using System.Drawing;
using System.Xml.Linq;
using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Sketch;
using Vitrine.Media;

namespace Vitrine.Generation.Tests;

public sealed class SketchTests : IDisposable
{
    private readonly PictureWorkers pictures =
        new(new WorkerProgram("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vitrine.Media.TestWorker.dll")]), new MediaOptions(), TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_prompt_gives_the_same_picture_and_another_gives_another()
    {
        using var generator = new SketchImageGenerator(pictures);
        var first = await BytesAsync(generator, "A lighthouse in a storm");
        Assert.Equal(first, await BytesAsync(generator, "A lighthouse in a storm"));
        Assert.NotEqual(first, await BytesAsync(generator, "A lighthouse in a storm!"));
        Assert.NotEqual(first, await BytesAsync(generator, "A lighthouse in a storm", (ImageProperties.Seed, 7)));
    }

    [Theory]
    [InlineData(null, "16:9", 1360, 768)]
    [InlineData(null, "1:1", 1024, 1024)]
    [InlineData("640x480", "16:9", 640, 480)]
    [InlineData("2K", null, 1024, 1024)]
    [InlineData("1x99999", "0:0", 1024, 1024)]
    [InlineData("9000x9000", null, 2048, 2048)]
    public async Task A_picture_is_as_large_as_asked(string? resolution, string? aspectRatio, int width, int height)
    {
        using var generator = new SketchImageGenerator(pictures);
        var bytes = await BytesAsync(generator, "a mountain at night", (ImageProperties.Resolution, resolution), (ImageProperties.AspectRatio, aspectRatio));
        var info = (await pictures.PrepareAsync(bytes, Cancel)).Info;
        Assert.Equal((PictureFormat.Png, width, height), (info.Format, info.Width, info.Height));
    }

    [Fact]
    public async Task Several_at_once_differ()
    {
        using var generator = new SketchImageGenerator(pictures);
        var response = await generator.GenerateAsync(new ImageGenerationRequest("a city"), new ImageGenerationOptions { Count = 3, ImageSize = new Size(128, 128) }, Cancel);
        Assert.Equal(3, response.Contents.Cast<DataContent>().Select(content => Convert.ToBase64String(content.Data.Span)).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_prompt_there_is_none()
    {
        using var generator = new SketchImageGenerator(pictures);
        var error = await Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(new ImageGenerationRequest(" "), null, Cancel));
        Assert.Equal((GenerationFailures.InvalidRequest, false), (error.Reason, error.IsRetryable));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>\" onload=\"x")]
    [InlineData("&amp;]]>")]
    [InlineData("ünïcödé 日本語 😀")]
    public void Nothing_of_a_prompt_gets_into_the_drawing(string prompt)
    {
        var svg = XDocument.Parse(SketchScene.Draw(prompt, 256, 256));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "text" or "image" or "a");
        Assert.Empty(svg.DescendantNodes().OfType<XText>());
    }

    [Fact]
    public void It_says_what_it_is()
    {
        using var generator = new SketchImageGenerator(pictures);
        var metadata = generator.GetService<ImageGeneratorMetadata>();
        Assert.Equal(("sketch", "sketch-1"), (metadata!.ProviderName, metadata.DefaultModelId));
    }

    public void Dispose() => pictures.Dispose();

    private static async Task<byte[]> BytesAsync(SketchImageGenerator generator, string prompt, params (string Key, object? Value)[] properties)
    {
        var options = new ImageGenerationOptions { AdditionalProperties = [] };
        foreach (var (key, value) in properties) options.AdditionalProperties[key] = value;
        var response = await generator.GenerateAsync(new ImageGenerationRequest(prompt), options, Cancel);
        return ((DataContent)Assert.Single(response.Contents)).Data.ToArray();
    }
}
