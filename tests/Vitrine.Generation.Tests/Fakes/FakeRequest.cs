using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>What a provider was sent.</summary>
internal sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Without the query.</summary>
    public string Path => Target.Split('?')[0];

    public JsonNode Json => JsonNode.Parse(Body)!;

    public static async Task<FakeRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new FakeRequest(
            request.Method, request.Path + request.QueryString.Value,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
    }

    /// <summary>The parts of a form, each as <c>name|file|type|text</c>; the bytes of a picture as base64.</summary>
    public async Task<string[]> FormAsync()
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(Headers["Content-Type"]).Boundary).Value!;
        var reader = new MultipartReader(boundary, new MemoryStream(Body));
        var parts = new List<string>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            Assert.True(ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition));
            // Quoted, as servers of little patience want it.
            Assert.Contains("name=\"", section.ContentDisposition);
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content);
            var text = disposition.FileName.HasValue ? Convert.ToBase64String(content.ToArray()) : Encoding.UTF8.GetString(content.ToArray());
            parts.Add($"{HeaderUtilities.RemoveQuotes(disposition.Name)}|{HeaderUtilities.RemoveQuotes(disposition.FileName)}|{section.ContentType?.Split(';')[0]}|{text}");
        }
        return [.. parts];
    }
}
