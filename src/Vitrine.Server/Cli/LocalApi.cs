using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary>The server's API for verbs: over the socket of the running server, or of one that runs as long as the verb does.</summary>
internal sealed class LocalApi(LocalConnection connection) : IAsyncDisposable
{
    public LocalConnection Connection => connection;

    /// <exception cref="StartException">The folder cannot be opened.</exception>
    public static async Task<LocalApi> OpenAsync(VitrineLaunch launch, CancellationToken cancellationToken) =>
        new(await LocalConnection.OpenAsync(launch, cancellationToken));

    /// <param name="project">Null where the path concerns none.</param>
    /// <returns>The answer; undefined where there was none.</returns>
    /// <exception cref="StartException">The server answered with a problem; the message is its sentence.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? project, JsonObject? body, CancellationToken cancellationToken)
    {
        var address = project is null ? path : $"{path}{(path.Contains('?') ? '&' : '?')}project={Uri.EscapeDataString(project)}";
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await connection.Http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new StartException(Sentence(response, text));
        if (text.Length == 0) return default;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>An answer whose body is read by the caller, as it comes.</summary>
    /// <exception cref="StartException">The server answered with a problem.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new StartException(Sentence(response, await response.Content.ReadAsStringAsync(cancellationToken)));
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>What a problem says, for people.</summary>
    public static string Sentence(HttpResponseMessage response, string body)
    {
        using var problem = response.Content.Headers.ContentType?.MediaType == Http.Problem.ContentType ? JsonDocument.Parse(body) : null;
        if (problem is null) return $"The server answered {(int)response.StatusCode}.";
        return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString()! : problem.RootElement.GetProperty("title").GetString()!;
    }
}
