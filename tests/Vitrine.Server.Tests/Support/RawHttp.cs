using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Server.Tests.Support;

/// <summary>Bytes on a connection, for requests that a proper client would not send. The connection must end within a bound.</summary>
internal sealed class RawHttp : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly TcpClient connection;

    private RawHttp(TcpClient connection) => this.connection = connection;

    /// <param name="from">The caller's own address; on Linux all of 127.0.0.0/8 is this machine.</param>
    public static async Task<RawHttp> ConnectAsync(RunningServer server, string from = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0)) { NoDelay = true };
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        return new RawHttp(client);
    }

    /// <summary>Sends a head without a body and returns the whole answer.</summary>
    public static async Task<string> AskAsync(RunningServer server, string requestLine, string headers = "", string? host = null, string from = "127.0.0.1")
    {
        using var raw = await ConnectAsync(server, from);
        await raw.SendAsync($"{requestLine} HTTP/1.1\r\nHost: {host ?? server.Address.Authority}\r\n{headers}Connection: close\r\n\r\n");
        return await raw.ReadToEndAsync();
    }

    public Task SendAsync(string text) => connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    public async Task<string> ReadToEndAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Bound);
        using var answer = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(answer, bound.Token);
        }
        catch (IOException)
        {
            // The server closed while we were still sending: what it said before counts.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public static int StatusOf(string answer) => answer.Split(' ') is ["HTTP/1.1", var status, ..] ? int.Parse(status) : 0;

    /// <summary>The values of a header, in order.</summary>
    public static string[] HeaderOf(string answer, string name) =>
        [.. answer.Split("\r\n\r\n")[0].Split("\r\n").Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())];

    public void Dispose() => connection.Dispose();
}
