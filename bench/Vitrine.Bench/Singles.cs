using Vitrine.Bench.Bare;
using Vitrine.Bench.Facts;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>Single facts, each acknowledged after its commit, against an endpoint that only reads the same JSON.</summary>
internal static class Singles
{
    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var connections = arguments.Number("connections", 64);
        var rounds = arguments.Number("rounds", 5);
        var seconds = TimeSpan.FromSeconds(arguments.Number("seconds", 5));
        var folder = await DataFolder.PrepareAsync(arguments.Number("rows", 0), cancellationToken);
        try
        {
            await using var bare = await ServerProcess.StartBareAsync(cancellationToken);
            await using var vitrine = await ServerProcess.StartVitrineAsync(folder, cancellationToken);
            var writer = new FactWriter(seed: 1, TimeProvider.System);
            using var bareLoad = new LoadGenerator(bare.Port, connections, new FactRequests(writer, BareEndpoint.Path, key: null, 1));
            using var vitrineLoad = new LoadGenerator(vitrine.Port, connections, new FactRequests(writer, "/api/v1/track", vitrine.Key, 1));

            bareLoad.Run(seconds, cancellationToken: cancellationToken);
            vitrineLoad.Run(seconds, cancellationToken: cancellationToken);
            Console.WriteLine($"single facts, {connections} connections, {rounds} rounds of {seconds.TotalSeconds} s, after one to warm up");
            Console.WriteLine("round      bare/s   vitrine/s   ratio   bare p50/p99 ms   vitrine p50/p99 ms   processor µs a fact, bare and vitrine");
            var ratios = new List<double>();
            var tails = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var (left, leftWork) = Measure(bare, bareLoad, seconds, cancellationToken);
                var (right, rightWork) = Measure(vitrine, vitrineLoad, seconds, cancellationToken);
                ratios.Add(right.PerSecond / left.PerSecond);
                tails.Add(right.Milliseconds(0.99));
                Console.WriteLine(
                    $"{round,5}  {left.PerSecond,10:N0}  {right.PerSecond,10:N0}  {ratios[^1],6:0.00}   " +
                    $"{left.Milliseconds(0.5),7:0.0} / {left.Milliseconds(0.99):0.0}   {right.Milliseconds(0.5),9:0.0} / {right.Milliseconds(0.99):0.0}   {leftWork,8:0} {rightWork,4:0}" +
                    (right.Refused > 0 ? $"   {right.Refused:N0} refused" : ""));
            }

            await Acknowledged.CheckAsync(vitrine, vitrineLoad.Acknowledged + arguments.Number("rows", 0), cancellationToken);
            Console.WriteLine($"ratio {Rounds.Spread(ratios)}, target 0.50; p99 {Rounds.Median(tails):0.0} ms, target 50; resident {vitrine.ResidentMegabytes:0} MiB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Throughput depends on what else the machine does; work a fact hardly does.
    private static (LoadRound Round, double ProcessorMicroseconds) Measure(
        ServerProcess server, LoadGenerator load, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (before, acknowledged) = (server.ProcessorSeconds, load.Acknowledged);
        var round = load.Run(duration, cancellationToken: cancellationToken);
        return (round, (server.ProcessorSeconds - before) * 1e6 / (load.Acknowledged - acknowledged));
    }
}
