using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Vitrine.Generation.Tests.Fakes;

internal static class Sample
{
    public const string Secret = "sk-Secret0123456789";

    public static readonly ProviderKey Key = new(Secret);

    /// <summary>What begins as a PNG does; nobody here decodes it.</summary>
    public static byte[] Png(byte content = 1) => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Repeat(content, 40)];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Repeat((byte)2, 40)];

    public static string Base64(byte content = 1) => Convert.ToBase64String(Png(content));

    public static ImageGenerationOptions Options(params (string Key, object? Value)[] properties)
    {
        var options = new ImageGenerationOptions { AdditionalProperties = [] };
        foreach (var (key, value) in properties) options.AdditionalProperties[key] = value;
        return options;
    }

    public static ImageGenerationRequest WithReferences(string prompt, params byte[][] pictures) =>
        new(prompt, pictures.Select(picture => new DataContent(picture, "image/png")));

    /// <summary>The pictures' bytes, in base64, with what they are.</summary>
    public static IEnumerable<string> Pictures(ImageGenerationResponse response) =>
        response.Contents.Cast<DataContent>().Select(content => $"{content.MediaType} {Convert.ToBase64String(content.Data.Span)}");

    public static GenerationDetails Details(ImageGenerationResponse response) => Assert.IsType<GenerationDetails>(response.RawRepresentation);

    public static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)?.ToJsonString()}\n but was {actual?.ToJsonString()}");
}
