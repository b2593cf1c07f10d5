using System.Diagnostics;
using Vitrine.Bench.Bare;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>
/// What is added to the time that a provider takes: an image of 1 MB by a provider that has it at once, stored with its record, against an endpoint that writes the
/// same bytes to a file and to the disk. One request after the other.
/// </summary>
internal static class Generating
{
    private const int WarmUp = 40;

    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var requests = arguments.Number("requests", 100);
        var folder = Repository.NewFolder();
        try
        {
            var files = Directory.CreateDirectory(Path.Combine(folder, "bare")).FullName;
            await using var bare = await ServerProcess.StartBareAsync(cancellationToken, files);
            await using var vitrine = await ServerProcess.StartInstantAsync(Path.Combine(folder, "data"), cancellationToken);
            using var bareClient = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{bare.Port}") };
            using var client = Acknowledged.Client(vitrine);
            await MeasureAsync(WarmUp, () => WriteAsync(bareClient, cancellationToken));
            await MeasureAsync(WarmUp, () => GenerateAsync(client, cancellationToken));
            Console.WriteLine($"images of 1 MB, {rounds} rounds of {requests} requests, one after the other, after {WarmUp} to warm up");
            Console.WriteLine("round   bare p50/p99 ms   vitrine p50/p99 ms   more than bare, p50 ms");
            var medians = new List<double>();
            var tails = new List<double>();
            var more = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var left = await MeasureAsync(requests, () => WriteAsync(bareClient, cancellationToken));
                var right = await MeasureAsync(requests, () => GenerateAsync(client, cancellationToken));
                medians.Add(At(right, 0.5));
                tails.Add(At(right, 0.99));
                more.Add(At(right, 0.5) - At(left, 0.5));
                Console.WriteLine($"{round,5}   {At(left, 0.5),6:0.0} / {At(left, 0.99),-6:0.0}   {medians[^1],9:0.0} / {tails[^1],-6:0.0}   {more[^1],12:0.0}");
            }

            await Acknowledged.CheckAsync(vitrine, WarmUp + (rounds * requests), cancellationToken);
            Console.WriteLine($"p50 {Rounds.Spread(medians)} ms, target 10; p99 {Rounds.Spread(tails)} ms; more than bare {Rounds.Spread(more)} ms");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double[]> MeasureAsync(int requests, Func<Task> send)
    {
        var times = new double[requests];
        for (var index = 0; index < requests; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await send();
            times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    private static async Task WriteAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri(BareEndpoint.WritePath, UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task GenerateAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "a lighthouse in heavy rain", user_id = "u-1", style = "linocut" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
