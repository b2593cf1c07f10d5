using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>How soon a server answers after its start on a fresh folder, and what it holds in memory while nothing happens.</summary>
internal static class Idle
{
    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var answers = new List<double>();
        var memory = new List<double>();
        for (var round = 0; round < arguments.Number("rounds", 5); round++)
        {
            var folder = Repository.NewFolder();
            try
            {
                await using var vitrine = await ServerProcess.StartVitrineAsync(folder, cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
                answers.Add(vitrine.FirstAnswer.TotalMilliseconds);
                memory.Add(vitrine.ResidentMegabytes);
                Console.WriteLine($"first answer {answers[^1]:0} ms, resident after 3 s {memory[^1]:0} MiB");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Console.WriteLine($"first answer {Rounds.Median(answers):0} ms, target 500; resident {Rounds.Median(memory):0} MiB, target 100");
        return 0;
    }
}
