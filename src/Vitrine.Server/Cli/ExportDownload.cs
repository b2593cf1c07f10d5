using System.Net.Http.Headers;
using Vitrine.Server.Exports;

namespace Vitrine.Server.Cli;

/// <summary>An export of a server, from its beginning or behind a row that is there already.</summary>
internal sealed class ExportDownload(HttpClient http, string address)
{
    /// <param name="last">The last row that is there; null for a file from the beginning.</param>
    /// <exception cref="StartException">The server does not give it; the message says why.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task CopyAsync(LastRow? last, Stream destination, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address + last?.Query, UriKind.Relative));
        using var answer = await CheckedAsync(await SendAsync(request, cancellationToken), cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (last?.Format == ExportFormat.Json) await ContinueArrayAsync(body, destination, cancellationToken);
        await body.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>The answer, from a byte on if it is still of the entity that the tag names.</summary>
    /// <param name="tag">Null for all of it, whatever it is.</param>
    public async Task<HttpResponseMessage> OpenAsync(long from, EntityTagHeaderValue? tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (tag is not null)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
        return await SendAsync(request, cancellationToken);
    }

    /// <exception cref="StartException">The server does not give it; the message says why.</exception>
    public static async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => answer.IsSuccessStatusCode
        ? answer
        : throw new StartException(LocalApi.Sentence(answer, await answer.Content.ReadAsStringAsync(cancellationToken)));

    // What comes is an array of its own: its bracket is left out, and a comma leads to its first row.
    private static async Task ContinueArrayAsync(Stream body, Stream destination, CancellationToken cancellationToken)
    {
        var beginning = new byte["[\n{".Length];
        await body.ReadExactlyAsync(beginning, cancellationToken);
        if (beginning[^1] == '{') destination.WriteByte((byte)',');
        await destination.WriteAsync(beginning.AsMemory(1), cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new IOException($"The server does not answer: {error.Message}", error);
        }
    }
}
