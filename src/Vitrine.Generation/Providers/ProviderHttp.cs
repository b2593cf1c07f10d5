using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vitrine.Generation.Providers;

/// <summary>
/// Sends to a provider and reads its answer, so much of it and no more. What goes wrong on the way is a <see cref="GenerationFailedException"/>, retryable only
/// where the provider cannot have begun.
/// </summary>
internal sealed class ProviderHttp(HttpClient http, ProviderOptions options, ProviderKey? key, TimeProvider time)
{
    // A body is JSON and never part of a page, so base64 need not be escaped.
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Uri endpoint = options.Endpoint.AbsoluteUri.EndsWith('/') ? options.Endpoint : new Uri(options.Endpoint.AbsoluteUri + '/');

    public Uri At(string path) => new(endpoint, path);

    public static HttpContent Content(JsonNode body) =>
        new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString(Writing))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = false;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            began = true;
            return new ProviderAnswer(response.StatusCode, await ReadAsync(response.Content, cancellationToken))
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
                RequestId = response.Headers.TryGetValues("x-request-id", out var ids) ? ids.FirstOrDefault() : null,
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            var untouched = !began && error is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
            throw new GenerationFailedException(GenerationFailures.Unavailable, began ? "The connection to the provider broke." : "The provider cannot be reached.", error) { IsRetryable = untouched };
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            // The client's own limit, which is not the caller's wish.
            throw new GenerationFailedException(GenerationFailures.TimedOut, "The provider took too long to answer.", error);
        }
    }

    /// <summary>A provider's words, of a length that can be shown, without the key.</summary>
    public string Clean(string text)
    {
        var clean = key is null ? text : key.CutFrom(text);
        return clean.Length <= 2000 ? clean : clean[..2000] + "…";
    }

    public string? CleanOrNull(string? text) => text is null ? null : Clean(text);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.MaxAnswerBytes) throw TooLong();
        using var body = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[81920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > options.MaxAnswerBytes) throw TooLong();
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private GenerationFailedException TooLong() => new(GenerationFailures.Failed, $"The provider's answer is longer than {options.MaxAnswerBytes:N0} bytes.");

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } positive && positive > TimeSpan.Zero ? positive : null;
    }
}
