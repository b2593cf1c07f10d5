using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>A serverless endpoint of RunPod: takes a job, and calls its webhook with a picture.</summary>
internal sealed class RunPodApi : IAsyncDisposable
{
    public const string Key = "rpa_not-a-real-key";

    private readonly WebApplication app;
    private readonly HttpClient http = new();
    private int jobs;

    private RunPodApi(WebApplication app, byte[] picture)
    {
        this.app = app;
        app.MapPost("/v2/abc/run", async (HttpRequest request, JsonElement body) =>
        {
            if (request.Headers.Authorization != "Bearer " + Key) return Results.Unauthorized();
            if (IsFull) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            Inputs.Enqueue(body.GetProperty("input"));
            var id = $"job-{Interlocked.Increment(ref jobs)}";
            using var answer = await http.PostAsJsonAsync(
                body.GetProperty("webhook").GetString(),
                new { id, status = "COMPLETED", delayTime = 12, executionTime = 345, output = new { images = new[] { new { filename = "1.png", type = "base64", data = Convert.ToBase64String(picture) } } } });
            Answers.Enqueue((int)answer.StatusCode);
            return Results.Json(new { id, status = "IN_QUEUE" });
        });
    }

    public Uri Endpoint => new(app.Urls.Single() + "/v2/abc");

    public bool IsFull { get; set; }

    public ConcurrentQueue<JsonElement> Inputs { get; } = [];

    /// <summary>What the webhooks said.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    public static async Task<RunPodApi> StartAsync(byte[] picture)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = new RunPodApi(builder.Build(), picture);
        await api.app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return app.DisposeAsync();
    }
}
