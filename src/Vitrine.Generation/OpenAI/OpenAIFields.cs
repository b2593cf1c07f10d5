using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.OpenAI;

/// <summary>
/// What is asked, as the fields of the Images API: text for text, a whole number for a whole number. What a model has no word for is not sent; sizes in pixels are
/// sent as they are, and the provider says which it will not have.
/// </summary>
internal static class OpenAIFields
{
    public static IReadOnlyList<KeyValuePair<string, object>> Of(string prompt, ImageGenerationOptions? options, string model)
    {
        var fields = new List<KeyValuePair<string, object>> { new("model", model), new("prompt", prompt) };
        Add("n", options?.Count is > 1 and var count ? count : null);
        Add("size", Size(options, model));
        Add("quality", Quality(options.Text(ImageProperties.Quality)?.ToLowerInvariant(), model));
        if (IsDallE(model))
        {
            // An address of theirs lives for an hour and has to be asked for; the bytes come at once.
            Add("response_format", options?.ResponseFormat is ImageGenerationResponseFormat.Uri ? "url" : "b64_json");
            if (model == "dall-e-3" && options.Text(ImageProperties.Style) is "vivid" or "natural") Add("style", options.Text(ImageProperties.Style));
        }
        else
        {
            Add("output_format", options?.MediaType switch { "image/png" => "png", "image/jpeg" or "image/jpg" => "jpeg", "image/webp" => "webp", _ => null });
        }
        Add("user", options.Text(ImageProperties.User));
        return fields;

        void Add(string name, object? value)
        {
            if (value is not null) fields.Add(new(name, value));
        }
    }

    private static bool IsDallE(string model) => model.StartsWith("dall-e", StringComparison.Ordinal);

    private static string? Size(ImageGenerationOptions? options, string model)
    {
        if (options?.ImageSize is { } size) return $"{size.Width}x{size.Height}";
        if (options.Text(ImageProperties.Resolution) is { } resolution && Wishes.Pair(resolution, 'x') is not null) return resolution;
        if (options.Ratio() is not { } ratio || model == "dall-e-2") return null;
        if (model.StartsWith("gpt-image-2", StringComparison.Ordinal)) return Any(Math.Clamp(ratio, 1 / 3d, 3));
        return Wishes.Nearest(model == "dall-e-3" ? ["1024x1024", "1792x1024", "1024x1792"] : ["1024x1024", "1536x1024", "1024x1536"], ratio, 'x');
    }

    // Any multiples of 16 will do: a million pixels of them, never beyond 3 to 1.
    private static string Any(double ratio)
    {
        var longer = Math.Max(ratio, 1 / ratio);
        var width = 16 * (int)Math.Round(Math.Sqrt(1024 * 1024 * longer) / 16);
        var height = 16 * (int)Math.Ceiling(Math.Round(width / longer / 16, 6));
        return ratio >= 1 ? $"{width}x{height}" : $"{height}x{width}";
    }

    private static string? Quality(string? asked, string model) => model switch
    {
        "dall-e-2" => null,
        "dall-e-3" => asked switch { "standard" or "low" or "medium" or "auto" => "standard", "hd" or "high" => "hd", _ => null },
        _ => asked switch { "low" or "medium" or "high" or "auto" => asked, "standard" => "medium", "hd" => "high", _ => null },
    };
}
