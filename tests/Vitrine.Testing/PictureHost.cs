using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Testing;

/// <summary>A host on this machine that speaks just enough HTTP to answer as no decent one does. One request a connection.</summary>
public sealed class PictureHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Func<string, Stream, CancellationToken, Task> answer;
    private readonly Task accepting;

    /// <param name="answer">Is given the path, and writes the whole answer, its status line included.</param>
    public PictureHost(Func<string, Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>A host that answers every path in the same way.</summary>
    public PictureHost(Func<string, byte[]> answer) : this((path, stream, cancellationToken) => stream.WriteAsync(answer(path), cancellationToken).AsTask())
    {
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>As an option of the guard names it.</summary>
    public string Name => $"127.0.0.1:{Port}";

    /// <summary>The heads of the requests that came, as they were sent.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public Uri At(string path) => new($"http://{Name}{path}");

    public static byte[] Ok(ReadOnlySpan<byte> body, params string[] headers) => Answer(200, body, headers);

    public static byte[] Answer(int status, ReadOnlySpan<byte> body, params string[] headers) =>
        [.. Encoding.ASCII.GetBytes(Head(status, [.. headers, $"Content-Length: {body.Length}"])), .. body];

    public static byte[] RedirectTo(string location) => Answer(302, [], $"Location: {location}");

    public static string Head(int status, params string[] headers) => $"HTTP/1.1 {status} Such\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            var head = new StringBuilder();
            while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line) head.Append(line).Append('\n');
            if (head.Length == 0) return;
            requests.Enqueue(head.ToString());
            await answer(head.ToString().Split(' ')[1], stream, stop.Token);
        }
        catch (Exception error) when (error is IOException or SocketException || (error is OperationCanceledException && stop.IsCancellationRequested))
        {
            // The caller hung up, as some are meant to, or the test is over.
        }
    }
}
