using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.Gemini;

/// <summary>Writes what is asked as <c>generateContent</c> has it. Of a ratio it is the nearest that the model knows; a seed out of its range is not sent.</summary>
internal static class GeminiBody
{
    private static readonly string[] Ratios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];
    private static readonly string[] WideRatios = [.. Ratios, "1:4", "4:1", "1:8", "8:1"];

    public static JsonObject Write(
        string prompt, IEnumerable<(ReadOnlyMemory<byte> Bytes, PictureFormat Format)> references, ImageGenerationOptions? options, string model)
    {
        var parts = new JsonArray(new JsonObject { ["text"] = prompt });
        foreach (var (bytes, format) in references)
            parts.Add((JsonNode)new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = format.MediaType(), ["data"] = Convert.ToBase64String(bytes.Span) } });

        var generation = new JsonObject { ["responseModalities"] = new JsonArray("TEXT", "IMAGE") };
        var image = Image(options, model);
        if (image.Count > 0) generation["imageConfig"] = image;
        if (options.Seed() is >= int.MinValue and <= int.MaxValue and var seed) generation["seed"] = seed;
        if (options?.Count is > 1 and var count) generation["candidateCount"] = count;
        return new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = parts }),
            ["generationConfig"] = generation,
        };
    }

    private static JsonObject Image(ImageGenerationOptions? options, string model)
    {
        var image = new JsonObject();
        var isFlash31 = model.StartsWith("gemini-3.1-flash", StringComparison.Ordinal);
        if (options.Ratio() is { } ratio) image["aspectRatio"] = Wishes.Nearest(isFlash31 ? WideRatios : Ratios, ratio, ':');
        // The models before refuse it.
        if (model.StartsWith("gemini-3", StringComparison.Ordinal) && SizeOf(options, isFlash31) is { } size) image["imageSize"] = size;
        return image;
    }

    private static string? SizeOf(ImageGenerationOptions? options, bool small)
    {
        var asked = options.Text(ImageProperties.Resolution);
        if (asked?.ToUpperInvariant() is "1K" or "2K" or "4K") return asked.ToUpperInvariant();
        if (asked == "512") return small ? asked : "1K";
        double? longest = options?.ImageSize is { } size ? Math.Max(size.Width, size.Height)
            : Wishes.Pair(asked, 'x') is { } pixels ? Math.Max(pixels.Width, pixels.Height) : null;
        // A wide picture of 1K has a longer side than 1024: what counts is the class that comes nearest.
        return longest switch
        {
            null => null,
            <= 700 when small => "512",
            <= 1600 => "1K",
            <= 3000 => "2K",
            _ => "4K",
        };
    }
}
