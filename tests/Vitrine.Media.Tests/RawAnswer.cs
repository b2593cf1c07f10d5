using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Media.Tests;

/// <summary>A service that answers every request with the same bytes, and then closes the connection or leaves it as it is.</summary>
internal sealed class RawAnswer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<TcpClient> clients = [];
    private readonly ConcurrentQueue<string> asked = new();
    private readonly Task serving;

    public RawAnswer(string answer, bool closes = true)
    {
        listener.Start();
        serving = ServeAsync(Encoding.ASCII.GetBytes(answer.ReplaceLineEndings("\r\n")), closes);
    }

    /// <summary>What came, as far as it came at once.</summary>
    public IEnumerable<string> Asked => asked;

    public string Endpoint => $"http://{listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await serving;
        foreach (var client in clients) client.Dispose();
        stopping.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool closes)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                clients.Add(client);
                var request = new byte[64 * 1024];
                var length = await client.GetStream().ReadAtLeastAsync(request, 1, throwOnEndOfStream: false, stopping.Token);
                asked.Enqueue(Encoding.ASCII.GetString(request, 0, length));
                await client.GetStream().WriteAsync(answer, stopping.Token);
                if (closes) client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The test is over, whatever was under way.
        }
    }
}
