using Vitrine.Bench;
using Vitrine.Bench.Bare;
using Vitrine.Bench.Pictures;

const string Usage = """
    bench/run singles [--connections 64] [--rounds 5] [--seconds 5] [--rows 0]
    bench/run batches [--connections 4] [--rounds 5] [--facts 300000] [--rows 0]
    bench/run queries [--rows 10000000] [--rounds 9]
    bench/run export  [--rows 1000000] [--rounds 3]
    bench/run idle    [--rounds 5]
    bench/run soak    [--minutes 10]
    bench/run generating [--rounds 5] [--requests 100]
    bench/run thumbnails [--rounds 5] [--pictures 48]

    --rows N starts on a file of N images (made once, kept in bench/data).
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args is ["bare", var port]) return await BareEndpoint.RunAsync(int.Parse(port));
if (args is ["bare", var writingPort, var files]) return await BareEndpoint.RunAsync(int.Parse(writingPort), files);
if (args is ["instant", var instantPort, var folder]) return await InstantServer.RunAsync(int.Parse(instantPort), folder);

Func<BenchArguments, CancellationToken, Task<int>>? bench = args.FirstOrDefault() switch
{
    "singles" => Singles.RunAsync,
    "batches" => Batches.RunAsync,
    "queries" => Queries.RunAsync,
    "export" => Exports.RunAsync,
    "idle" => Idle.RunAsync,
    "soak" => Soak.RunAsync,
    "generating" => Generating.RunAsync,
    "thumbnails" => Thumbnails.RunAsync,
    _ => null,
};
if (bench is null)
{
    Console.WriteLine(Usage);
    return args.Length == 0 ? 0 : 1;
}

return await bench(new BenchArguments(args.AsSpan(1)), stop.Token);
