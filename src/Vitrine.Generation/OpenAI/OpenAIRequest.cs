using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.OpenAI;

/// <summary>Writes the fields of a request: as JSON, or with the pictures to edit as a form.</summary>
internal static class OpenAIRequest
{
    public static HttpContent Json(IEnumerable<KeyValuePair<string, object>> fields)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields) body[name] = value is int number ? number : (string)value;
        return ProviderHttp.Content(body);
    }

    public static HttpContent Form(
        IEnumerable<KeyValuePair<string, object>> fields, IReadOnlyList<(ReadOnlyMemory<byte> Bytes, PictureFormat Format)> images, string model)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(Convert.ToString(value, CultureInfo.InvariantCulture)!) { Headers = { ContentType = null } }, Quoted(name));
        for (var index = 0; index < images.Count; index++)
        {
            var (bytes, format) = images[index];
            var part = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(format.MediaType()) } };
            form.Add(part, Quoted(model == "dall-e-2" ? "image" : "image[]"), Quoted($"image-{index + 1}.{format.WireName()}"));
        }
        return form;
    }

    // Many servers read only quoted names.
    private static string Quoted(string name) => $"\"{name}\"";
}
