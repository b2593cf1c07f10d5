using System.Diagnostics;
using Vitrine.Core.Query;

namespace Vitrine.Bench.Load;

/// <param name="Requests">Answered 2xx while the round lasted.</param>
/// <param name="Seconds">How long it lasted.</param>
/// <param name="Refused">Answered 503 or 507; any other answer ends the bench.</param>
/// <param name="Latencies">From the first byte sent to the last byte read, microseconds.</param>
internal sealed record LoadRound(long Requests, double Seconds, long Refused, QuantileSketch Latencies)
{
    public double PerSecond => Requests / Seconds;

    public double Milliseconds(double quantile) => (Latencies.Quantile(quantile) ?? 0) / 1000;
}

/// <summary>Keeps one request under way on each of its connections, from one thread.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly FactRequests requests;
    private readonly Connection[] connections;
    private readonly Epoll epoll = new();

    public LoadGenerator(int port, int connectionCount, FactRequests requests)
    {
        this.requests = requests;
        connections = new Connection[connectionCount];
        for (var index = 0; index < connectionCount; index++)
        {
            connections[index] = new Connection(port, requests.Length);
            epoll.Watch(connections[index].Descriptor, index, Epoll.Readable, isNew: true);
        }
    }

    /// <summary>Facts acknowledged in all rounds, those included that were answered after a round's end.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Runs until the time is over or so many requests are answered, whichever is first, and lets the last answers come in.</summary>
    public LoadRound Run(TimeSpan duration, long maxRequests = long.MaxValue, CancellationToken cancellationToken = default)
    {
        var latencies = new QuantileSketch();
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        long begun = 0, answered = 0, refused = 0, counted = 0, last = start;
        foreach (var connection in connections)
        {
            if (begun++ < maxRequests) Begin(connection);
        }

        begun = Math.Min(begun, maxRequests);
        while (answered < begun)
        {
            var ready = epoll.Wait(1000);
            for (var index = 0; index < ready; index++)
            {
                var connection = connections[epoll.Ready(index)];
                if (connection.HasUnsent)
                {
                    connection.Send();
                    if (!connection.HasUnsent) Watch(connection, Epoll.Readable);
                    continue;
                }

                var status = connection.Receive();
                if (status == 0) continue;
                var now = Stopwatch.GetTimestamp();
                answered++;
                var isGood = status is >= 200 and < 300;
                if (isGood) Acknowledged += requests.FactsPerRequest;
                else if (status is 503 or 507) refused++;
                else throw new IOException($"The server answered {connection.Answer}");
                if (now > end) continue;
                last = now;
                if (isGood)
                {
                    counted++;
                    latencies.Add((now - connection.StartedAt) * 1_000_000 / Stopwatch.Frequency);
                }

                if (begun < maxRequests && !cancellationToken.IsCancellationRequested)
                {
                    begun++;
                    Begin(connection);
                }
            }
        }

        return new LoadRound(counted, (double)(last - start) / Stopwatch.Frequency, refused, latencies);
    }

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
        epoll.Dispose();
    }

    private void Begin(Connection connection)
    {
        connection.Begin(requests, Stopwatch.GetTimestamp());
        if (connection.HasUnsent) Watch(connection, Epoll.Writable);
    }

    private void Watch(Connection connection, uint what) =>
        epoll.Watch(connection.Descriptor, Array.IndexOf(connections, connection), what, isNew: false);
}
