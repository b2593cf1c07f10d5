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
        using var answer = await GetAsync(address + last?.Query, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new StartException(LocalApi.Sentence(answer, await answer.Content.ReadAsStringAsync(cancellationToken)));
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (last?.Format == ExportFormat.Json) await ContinueArrayAsync(body, destination, cancellationToken);
        await body.CopyToAsync(destination, cancellationToken);
    }

    // What comes is an array of its own: its bracket is left out, and a comma leads to its first row.
    private static async Task ContinueArrayAsync(Stream body, Stream destination, CancellationToken cancellationToken)
    {
        var beginning = new byte["[\n{".Length];
        await body.ReadExactlyAsync(beginning, cancellationToken);
        if (beginning[^1] == '{') destination.WriteByte((byte)',');
        await destination.WriteAsync(beginning.AsMemory(1), cancellationToken);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new IOException($"The server does not answer: {error.Message}", error);
        }
    }
}
