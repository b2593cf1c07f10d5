using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Bench.Load;

/// <summary>A keep-alive connection with at most one request under way.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] request;
    private readonly byte[] response = new byte[16 * 1024];
    private readonly int descriptor;
    private int sent;
    private int received;

    public Connection(int port, int requestBytes)
    {
        request = new byte[requestBytes];
        socket.Connect(IPAddress.Loopback, port);
        socket.Blocking = false;
        descriptor = (int)socket.SafeHandle.DangerousGetHandle();
    }

    /// <summary>Stopwatch ticks at which the request under way was begun.</summary>
    public long StartedAt { get; private set; }

    public int Descriptor => descriptor;

    public bool HasUnsent => sent < request.Length;

    public void Begin(FactRequests requests, long now)
    {
        requests.Write(request);
        StartedAt = now;
        sent = 0;
        received = 0;
        Send();
    }

    public void Send() => sent += Epoll.Send(descriptor, request.AsSpan(sent));

    /// <summary>The status once the whole answer is there, else 0.</summary>
    public int Receive()
    {
        var count = Epoll.Receive(descriptor, response.AsSpan(received));
        if (count < 0) throw new IOException("The server closed a connection.");
        received += count;
        var answer = response.AsSpan(0, received);
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0 || !IsWhole(answer[..headEnd], answer[(headEnd + 4)..])) return 0;
        return ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + (answer[11] - '0');
    }

    public string Answer => Encoding.UTF8.GetString(response, 0, received);

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at < 0) return head.IndexOf("\r\nTransfer-Encoding: chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
        var length = 0;
        foreach (var digit in head[(at + "\r\nContent-Length: ".Length)..])
        {
            if (digit is < (byte)'0' or > (byte)'9') break;
            length = (length * 10) + (digit - '0');
        }

        return body.Length >= length;
    }
}
