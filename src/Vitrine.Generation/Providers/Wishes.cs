using System.Globalization;
using Microsoft.Extensions.AI;

namespace Vitrine.Generation.Providers;

/// <summary>Reads what is asked of a picture.</summary>
internal static class Wishes
{
    /// <exception cref="GenerationFailedException">There is none.</exception>
    public static string PromptOf(ImageGenerationRequest request) =>
        string.IsNullOrWhiteSpace(request.Prompt) ? throw new GenerationFailedException(GenerationFailures.InvalidRequest, "There is no prompt.") : request.Prompt;

    public static string? Text(this ImageGenerationOptions? options, string key)
    {
        var text = options?.AdditionalProperties?.TryGetValue(key, out var value) is true ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    public static long? Seed(this ImageGenerationOptions? options) =>
        long.TryParse(options.Text(ImageProperties.Seed), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : null;

    public static IProgress<GenerationProgress>? Progress(this ImageGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(ImageProperties.Progress, out var value) is true ? value as IProgress<GenerationProgress> : null;

    /// <summary>The width and the height in <c>16:9</c> or <c>1024x768</c>; null where it is something else.</summary>
    public static (double Width, double Height)? Pair(string? text, char separator)
    {
        if (text?.Split(separator) is not [var first, var second]) return null;
        return double.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0
            && double.TryParse(second, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height) && height > 0
            ? (width, height) : null;
    }

    /// <summary>The asked ratio of width to height: as said, else that of the asked size.</summary>
    public static double? Ratio(this ImageGenerationOptions? options)
    {
        if (Pair(options.Text(ImageProperties.AspectRatio), ':') is { } ratio) return ratio.Width / ratio.Height;
        if (options?.ImageSize is { Width: > 0, Height: > 0 } size) return (double)size.Width / size.Height;
        return Pair(options.Text(ImageProperties.Resolution), 'x') is { } pixels ? pixels.Width / pixels.Height : null;
    }

    /// <summary>Of some spellings of a ratio, such as <c>16:9</c> or <c>1536x1024</c>, the one that comes closest.</summary>
    public static string Nearest(IEnumerable<string> spellings, double ratio, char separator) =>
        spellings.MinBy(spelling => Math.Abs(Math.Log(Pair(spelling, separator) is { } pair ? pair.Width / pair.Height / ratio : double.MaxValue)))!;
}
