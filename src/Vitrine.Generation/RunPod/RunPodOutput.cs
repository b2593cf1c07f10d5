using System.Text.Json;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.RunPod;

/// <summary>Finds pictures in a worker's output, which every worker shapes as it likes. What looks like none of the known shapes is left.</summary>
internal static class RunPodOutput
{
    private const int MaxPictures = 100;

    private static readonly string[] Lists = ["images", "image", "image_url", "image_urls", "message", "output"];
    private static readonly string[] Contents = ["data", "image", "url", "image_url", "base64", "b64_json"];

    /// <summary>worker-comfyui (<c>images</c> of objects with <c>data</c>, before that a <c>message</c>), worker-a1111 (<c>images</c> of texts), a text alone, a list.</summary>
    public static IReadOnlyList<string> Pictures(JsonElement? output)
    {
        if (output is not { ValueKind: JsonValueKind.Object }) return [.. In(output).Take(MaxPictures)];
        foreach (var name in Lists)
        {
            List<string> found = [.. In(output.Get(name)).Take(MaxPictures)];
            if (found.Count > 0) return found;
        }
        return [];
    }

    /// <summary>The words of an error: a text, JSON in a text, an object, or the list that worker-comfyui has.</summary>
    public static string? Error(JsonElement? error)
    {
        if (error.Text() is { } text) return LooksLikePicture(text) ? null : text.StartsWith('{') && Json.Parse(System.Text.Encoding.UTF8.GetBytes(text)) is { } inner ? Error(inner) ?? text : text;
        var words = error.Get("error_message", "error", "errors", "message");
        if (words is not { ValueKind: JsonValueKind.Array } list) return words.Text() is { } word && !LooksLikePicture(word) ? word : null;
        return list.GetArrayLength() == 0 ? null : string.Join(" ", list.EnumerateArray().Select(item => ((JsonElement?)item).Text()).OfType<string>());
    }

    private static IEnumerable<string> In(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } => value.Text() is { } text && LooksLikePicture(text) ? [text] : [],
        { ValueKind: JsonValueKind.Array } => value.Items().SelectMany(item => In(item)),
        { ValueKind: JsonValueKind.Object } => In(value.Get(Contents)),
        _ => [],
    };

    /// <summary>An address, a data URI, or base64 that begins as one of the formats does; other texts are messages.</summary>
    private static bool LooksLikePicture(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) || IsBase64Picture(text);

    private static bool IsBase64Picture(string text)
    {
        Span<byte> head = stackalloc byte[PictureFormats.SniffBytes + 1];
        var characters = Math.Min(text.Length / 4, head.Length / 3) * 4;
        return characters > 0 && Convert.TryFromBase64Chars(text.AsSpan(0, characters), head, out var length)
            && PictureFormats.Sniff(head[..length]) is not null;
    }
}
