using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>A server on this machine that answers as a provider does, and keeps what it was sent.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<FakeRequest> requests = new();

    private FakeProvider(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single() + "/");

    public HttpClient Http { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    public FakeRequest Request => Assert.Single(requests);

    public static Task<FakeProvider> StartAsync(FakeAnswer answer) => StartAsync((_, _) => Task.FromResult(answer));

    public static Task<FakeProvider> StartAsync(Func<FakeRequest, FakeAnswer> answer) => StartAsync((request, _) => Task.FromResult(answer(request)));

    /// <param name="socket">Who speaks on a WebSocket; without one there is none.</param>
    public static async Task<FakeProvider> StartAsync(
        Func<FakeRequest, CancellationToken, Task<FakeAnswer>> answer, Func<WebSocket, CancellationToken, Task>? socket = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        var provider = new FakeProvider(builder.Build());
        provider.app.UseWebSockets();
        provider.app.Run(async context =>
        {
            try
            {
                if (socket is not null && context.WebSockets.IsWebSocketRequest)
                {
                    provider.requests.Enqueue(new FakeRequest("WS", context.Request.Path + context.Request.QueryString.Value, new Dictionary<string, string>(), []));
                    using var accepted = await context.WebSockets.AcceptWebSocketAsync();
                    await socket(accepted, context.RequestAborted);
                    return;
                }
                var request = await FakeRequest.ReadAsync(context.Request);
                provider.requests.Enqueue(request);
                await WriteAsync(context, await answer(request, context.RequestAborted));
            }
            catch (Exception error) when (context.RequestAborted.IsCancellationRequested && error is OperationCanceledException or WebSocketException or IOException)
            {
                // The client is gone, as some tests have it.
            }
        });
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private static async Task WriteAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        if (!answer.IsCut)
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
            return;
        }
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
