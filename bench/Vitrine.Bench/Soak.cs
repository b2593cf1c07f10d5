using System.Diagnostics;
using Vitrine.Bench.Facts;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>Minutes at full speed, single facts and batches in turn, with the memory of the server every ten seconds.</summary>
internal static class Soak
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var minutes = TimeSpan.FromMinutes(arguments.Number("minutes", 10));
        var folder = Repository.NewFolder();
        try
        {
            await using var vitrine = await ServerProcess.StartVitrineAsync(folder, cancellationToken);
            var writer = new FactWriter(seed: 5, TimeProvider.System);
            using var singles = new LoadGenerator(vitrine.Port, 64, new FactRequests(writer, "/api/v1/track", vitrine.Key, 1));
            using var batches = new LoadGenerator(vitrine.Port, 4, new FactRequests(writer, "/api/v1/track", vitrine.Key, 500));
            var memory = new List<double>();
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < minutes && !cancellationToken.IsCancellationRequested)
            {
                var isSingles = memory.Count % 2 == 0;
                var round = (isSingles ? singles : batches).Run(Step, cancellationToken: cancellationToken);
                memory.Add(vitrine.ResidentMegabytes);
                Console.WriteLine(
                    $"{Stopwatch.GetElapsedTime(start).TotalSeconds,5:0} s  {(isSingles ? "singles" : "batches")} " +
                    $"{round.PerSecond * (isSingles ? 1 : 500),9:N0} facts/s  p99 {round.Milliseconds(0.99),6:0.0} ms  resident {memory[^1],5:0} MiB");
            }

            var half = memory.Count / 2;
            await Acknowledged.CheckAsync(vitrine, singles.Acknowledged + batches.Acknowledged, cancellationToken);
            Console.WriteLine(
                $"highest {memory.Max():0} MiB, target 400; second half against first, medians: " +
                $"{Rounds.Median(memory.Skip(half)) / Rounds.Median(memory.Take(Math.Max(1, half))):0.00}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
