using System.Text;
using Vitrine.Bench.Facts;

namespace Vitrine.Bench.Load;

/// <summary>POST requests with one fact or an array of them; all have the same length.</summary>
internal sealed class FactRequests
{
    private readonly FactWriter writer;
    private readonly byte[] head;
    private readonly int factsPerRequest;

    public FactRequests(FactWriter writer, string path, string? key, int factsPerRequest)
    {
        this.writer = writer;
        this.factsPerRequest = factsPerRequest;
        var body = factsPerRequest == 1 ? FactWriter.FactBytes : (factsPerRequest * (FactWriter.FactBytes + 1)) + 1;
        var authorization = key is null ? "" : $"Authorization: Bearer {key}\r\n";
        head = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}Content-Type: application/json\r\nContent-Length: {body}\r\n\r\n");
        Length = head.Length + body;
    }

    public int Length { get; }

    public int FactsPerRequest => factsPerRequest;

    public void Write(Span<byte> request)
    {
        head.CopyTo(request);
        var body = request[head.Length..];
        if (factsPerRequest == 1)
        {
            writer.Write(body);
            return;
        }

        body[0] = (byte)'[';
        for (var index = 0; index < factsPerRequest; index++)
        {
            var fact = body.Slice(1 + (index * (FactWriter.FactBytes + 1)), FactWriter.FactBytes + 1);
            writer.Write(fact);
            fact[^1] = index == factsPerRequest - 1 ? (byte)']' : (byte)',';
        }
    }
}
