namespace Vitrine.Bench;

/// <summary>Batches over HTTP, everything derived included, against a loop that inserts the same rows and derives nothing.</summary>
internal static class Batches
{
    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var connections = arguments.Number("connections", 4);
        var rounds = arguments.Number("rounds", 5);
        var facts = arguments.Number("facts", 300_000);
        var rows = arguments.Number("rows", 0);
        var warmUp = facts * 2 / 3;
        Console.WriteLine($"batches of {BatchPair.FactsPerBatch}, {connections} connections, {rounds} rounds of {facts:N0} facts after {warmUp:N0} to warm up");
        Console.WriteLine(rows == 0 ? "on fresh files each round" : $"on files of {rows:N0} rows");
        Console.WriteLine("round      loop/s   vitrine/s   ratio   vitrine p50/p99 ms   processor µs a fact, loop and vitrine");
        var ratios = new List<double>();
        BatchPair? pair = null;
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                pair ??= await BatchPair.OpenAsync(rows, connections, warmUp, cancellationToken);
                var (left, leftWork) = pair.RunLoop(facts);
                var (right, rightWork) = pair.RunVitrine(facts, cancellationToken);
                var perSecond = right.PerSecond * BatchPair.FactsPerBatch;
                ratios.Add(perSecond / left);
                Console.WriteLine(
                    $"{round,5}  {left,10:N0}  {perSecond,10:N0}  {ratios[^1],6:0.00}   {right.Milliseconds(0.5),9:0} / {right.Milliseconds(0.99):0}   {leftWork,8:0.0} {rightWork,5:0.0}" +
                    (right.Refused > 0 ? $"   {right.Refused:N0} refused" : ""));
                if (rows > 0 && round < rounds) continue;
                await pair.CheckAsync(cancellationToken);
                await pair.DisposeAsync();
                pair = null;
            }
        }
        finally
        {
            if (pair is not null) await pair.DisposeAsync();
        }

        Console.WriteLine($"ratio {Rounds.Spread(ratios)}, target 1.00");
        return 0;
    }
}
