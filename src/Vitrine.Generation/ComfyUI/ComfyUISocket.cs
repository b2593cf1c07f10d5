using System.Net.WebSockets;
using System.Text.Json;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.ComfyUI;

/// <summary>
/// What ComfyUI says while it works. It is for progress, and to know at once that a job has ended; how it ended is in the history, which is there without a
/// socket as well.
/// </summary>
internal sealed class ComfyUISocket : IDisposable
{
    /// <summary>A longer message is left unread: those of interest are short.</summary>
    private const int MaxMessageBytes = 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket socket = new() { Options = { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive } };

    private ComfyUISocket()
    {
    }

    /// <returns>Null where there is none to be had.</returns>
    public static async Task<ComfyUISocket?> ConnectAsync(HttpClient http, Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        var connected = new ComfyUISocket();
        using var late = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
            await connected.socket.ConnectAsync(new UriBuilder(address) { Scheme = scheme }.Uri, http, either.Token);
            return connected;
        }
        catch (Exception error) when (error is WebSocketException or HttpRequestException || error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Asking works too.
            connected.Dispose();
            return null;
        }
        catch
        {
            connected.Dispose();
            throw;
        }
    }

    /// <summary>Ends when the job has ended, or nothing more will be heard of it.</summary>
    public async Task FollowAsync(string id, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveAsync(cancellationToken) is { } message)
            {
                if (message.Length > 0 && Json.Parse(message) is { } json && Ends(json, id, progress)) return;
            }
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            // Asking works too.
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool Ends(JsonElement message, string id, IProgress<GenerationProgress>? progress)
    {
        var data = message.Get("data");
        if (data.Get("prompt_id").Text() != id) return false;
        switch (message.Get("type").Text())
        {
            case "execution_start":
                progress?.Report(new GenerationProgress(GenerationStage.Running, JobId: id));
                return false;
            case "progress" when data.Get("value").Number() is { } value && data.Get("max").Number() is { } max:
                progress?.Report(new GenerationProgress(GenerationStage.Running, (int)Math.Clamp(value, 0, int.MaxValue), (int)Math.Clamp(max, 0, int.MaxValue), id));
                return false;
            case "executing":
                // No node is the end, as older servers say it.
                return data.Get("node") is null;
            case "execution_success" or "execution_error" or "execution_interrupted":
                return true;
            default:
                return false;
        }
    }

    // Null at the end; empty for what is not read, such as previews.
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        for (var isRead = true; ;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType is WebSocketMessageType.Close) return null;
            isRead = isRead && part.MessageType is WebSocketMessageType.Text && message.Length + part.Count <= MaxMessageBytes;
            if (isRead) message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return isRead ? message.ToArray() : ReadOnlyMemory<byte>.Empty;
        }
    }
}
