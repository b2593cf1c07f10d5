using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Chat.Vitrine;

/// <summary>As <c>POST /api/v1/panel-tokens</c> answers.</summary>
internal sealed record PanelToken(string Token, string Origin, DateTimeOffset ExpiresAt);

/// <summary>Vitrine as the chat sees it: facts go there, and tokens for the panel come from there. The key stays in here.</summary>
internal sealed partial class VitrineClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ILogger<VitrineClient> logger;
    private readonly HttpClient http;

    public VitrineClient(IOptions<ChatOptions> options, ILogger<VitrineClient> logger)
    {
        this.logger = logger;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = options.Value.VitrineUrl, Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.VitrineKey);
    }

    /// <summary>Sends facts as they are; what comes back is the tracker's to judge.</summary>
    public Task<HttpResponseMessage> TrackAsync(HttpContent facts, CancellationToken cancellationToken) =>
        http.PostAsync(new Uri("/api/v1/track", UriKind.Relative), facts, cancellationToken);

    /// <returns>Null where Vitrine is away or says no; the log has why.</returns>
    public async Task<PanelToken?> CreatePanelTokenAsync(string origin, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync("/api/v1/panel-tokens", new { origin }, Json, cancellationToken);
            if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<PanelToken>(Json, cancellationToken);
            LogNoToken(logger, $"it answered {(int)response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNoToken(logger, error.Message);
        }
        return null;
    }

    public void Dispose() => http.Dispose();

    [LoggerMessage(LogLevel.Warning, "Vitrine gave no token for the panel: {Reason}")]
    private static partial void LogNoToken(ILogger logger, string reason);
}
