using System.Globalization;
using System.Text.Json;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation;

/// <summary>A request for an image as a form: its members as texts, its reference images as files.</summary>
internal static class GenerationForm
{
    private const string References = "reference_images";

    /// <returns>What is wrong with it, or null.</returns>
    public static Problem? TryRead(FormBody form, out GenerationRequest? request, out IReadOnlyList<ReadOnlyMemory<byte>> references)
    {
        (request, references) = (null, []);
        if (form.Files.FirstOrDefault(file => file.Name is not (References or References + "[]")) is { Name: { } stranger })
            return Problems.InvalidValue.With("Files are taken as reference_images.", stranger);
        long seed = 0;
        if (Text("seed") is { } number && !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seed))
            return Problems.InvalidNumber.With("seed is a whole number.", "seed");
        JsonElement? ext = null;
        try
        {
            if (Text("ext") is { } json) ext = JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return Problems.InvalidJson.With("ext is not JSON.", "ext");
        }
        request = new GenerationRequest(
            Text("prompt"), Text("negative_prompt"), Text("style"), Text("aspect_ratio"), Text("quality"), Text("format"), Text("resolution"), Text("dataset_id"), Text("persona_id"),
            Text("user_id"), Text("provider"), Text("model"), Text("seed") is null ? null : seed, null, ext, Text("again_of"));
        references = [.. form.Files.Select(file => file.Bytes)];
        return null;

        string? Text(string name) => form.Fields.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
    }
}
