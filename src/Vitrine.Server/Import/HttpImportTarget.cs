using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vitrine.Server.Import;

/// <summary>Sends batches to a server that owns the data folder, over its socket. A full queue is waited for.</summary>
internal sealed class HttpImportTarget(HttpClient http, string project, TimeProvider clock) : IImportTarget
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly string path = $"/api/v1/track?project={Uri.EscapeDataString(project)}";

    public async Task<ImportAnswer> SendAsync(ReadOnlyMemory<byte> facts, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await PostAsync(facts);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(WaitOf(response), clock, cancellationToken);
                continue;
            }
            await using var body = await response.Content.ReadAsStreamAsync(CancellationToken.None);
            using var answer = await ReadAsync(body, response.StatusCode);
            if (response.IsSuccessStatusCode) return Answer(answer.RootElement);
            var code = Text(answer.RootElement, "code") ?? "unknown";
            var detail = Text(answer.RootElement, "detail") ?? Text(answer.RootElement, "title") ?? $"The server answered {(int)response.StatusCode}.";
            throw response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                ? new BatchUnreadableException(new Refusal(code, detail))
                : new ImportFailedException($"The server answered {(int)response.StatusCode} ({code}): {detail}");
        }
    }

    // Not cancelled: what is on its way will be stored, and its answer says where a later run goes on.
    private async Task<HttpResponseMessage> PostAsync(ReadOnlyMemory<byte> facts)
    {
        using var content = new ReadOnlyMemoryContent(facts);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            return await http.PostAsync(new Uri(path, UriKind.Relative), content, CancellationToken.None);
        }
        catch (HttpRequestException error)
        {
            throw new ImportFailedException($"The server does not answer: {error.Message}", error);
        }
    }

    private static async Task<JsonDocument> ReadAsync(Stream body, HttpStatusCode status)
    {
        try
        {
            return await JsonDocument.ParseAsync(body);
        }
        catch (JsonException error)
        {
            throw new ImportFailedException($"The server answered {(int)status} with something that is not JSON.", error);
        }
    }

    private static TimeSpan WaitOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } asked && asked < LongestWait ? asked : TimeSpan.FromSeconds(1);

    private static ImportAnswer Answer(JsonElement answer) => new(
        answer.GetProperty("stored").GetInt32(),
        answer.GetProperty("duplicates").GetInt32(),
        [.. answer.GetProperty("refused").EnumerateArray().Select(refused => new RefusedFact(
            refused.GetProperty("index").GetInt32(), Text(refused, "code") ?? "unknown", Text(refused, "detail") ?? ""))]);

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
