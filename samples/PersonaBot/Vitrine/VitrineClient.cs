using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using PersonaBot.Personas;
using PersonaBot.Pictures;

namespace PersonaBot.Vitrine;

/// <summary>Vitrine said no, or nothing.</summary>
internal sealed class VitrineException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Vitrine as the bot sees it.</summary>
internal sealed class VitrineClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly TimeSpan pollInterval;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public VitrineClient(IOptions<BotOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        pollInterval = TimeSpan.FromSeconds(options.Value.JobPollSeconds);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = options.Value.VitrineUrl, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.VitrineKey);
    }

    /// <summary>Asks for a picture, and is answered with the job that makes it instead of being kept waiting.</summary>
    public Task<Job> GenerateLaterAsync(ImageRequest request, CancellationToken cancellationToken) =>
        AskAsync<Job>(HttpMethod.Post, "/ai/generate", request, cancellationToken, prefer: "respond-async");

    /// <summary>Tells of a job that somebody else does.</summary>
    public Task<CreatedJob> CreateJobAsync(ImageRequest request, CancellationToken cancellationToken) =>
        AskAsync<CreatedJob>(HttpMethod.Post, "/api/v1/jobs", request, cancellationToken);

    public Task CancelJobAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<Job>(HttpMethod.Post, $"/api/v1/jobs/{Uri.EscapeDataString(id)}/cancel", null, cancellationToken);

    /// <summary>Looks at a job until it has ended, and fetches its picture.</summary>
    public async Task<Picture> AwaitPictureAsync(string jobId, CancellationToken cancellationToken)
    {
        Job job;
        while (!(job = await AskAsync<Job>(HttpMethod.Get, $"/api/v1/jobs/{Uri.EscapeDataString(jobId)}", null, cancellationToken)).HasEnded)
            await Task.Delay(pollInterval, clock, cancellationToken);
        if (job is not { Status: "succeeded", ImageId: { } image }) throw new PictureException($"Job {job.Id} {job.Status}: {job.Error}");
        using var response = await SendAsync(HttpMethod.Get, $"/api/v1/images/{Uri.EscapeDataString(image)}/picture", null, null, cancellationToken);
        return new Picture(await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream");
    }

    public Task PutPersonaAsync(Persona persona, CancellationToken cancellationToken) =>
        AskAsync<JsonElement>(HttpMethod.Put, $"/api/v1/personas/{Uri.EscapeDataString(persona.Id)}", new { persona.Name }, cancellationToken);

    /// <summary>Sends facts as they are; what comes back is the tracker's to judge.</summary>
    public async Task<HttpResponseMessage> TrackAsync(HttpContent facts, CancellationToken cancellationToken) =>
        await http.PostAsync(new Uri("/api/v1/track", UriKind.Relative), facts, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? prefer = null)
    {
        using var content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json);
        using var response = await SendAsync(method, path, content, prefer, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new VitrineException($"{path} answered null.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? prefer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (prefer is not null) request.Headers.Add("Prefer", prefer);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new VitrineException($"Vitrine cannot be reached: {error.Message}", error);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new VitrineException($"Vitrine answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
