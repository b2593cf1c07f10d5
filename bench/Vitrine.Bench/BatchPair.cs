using System.Diagnostics;
using Vitrine.Bench.Bare;
using Vitrine.Bench.Facts;
using Vitrine.Bench.Load;
using Vitrine.Core.Facts;

namespace Vitrine.Bench;

/// <summary>A loop and a vitrine of its own process on files of the same size, both warm.</summary>
internal sealed class BatchPair : IAsyncDisposable
{
    public const int FactsPerBatch = 500;
    private static readonly TimeSpan NoLimit = TimeSpan.FromHours(1);

    private readonly string folder;
    private readonly BareLoop loop;
    private readonly LoadGenerator load;
    private readonly long rows;

    private BatchPair(string folder, long rows, BareLoop loop, ServerProcess vitrine, LoadGenerator load)
    {
        this.folder = folder;
        this.rows = rows;
        this.loop = loop;
        this.load = load;
        Vitrine = vitrine;
    }

    public ServerProcess Vitrine { get; }

    public static async Task<BatchPair> OpenAsync(int rows, int connections, int warmUp, CancellationToken cancellationToken)
    {
        var data = await DataFolder.PrepareAsync(rows, cancellationToken);
        var loopFile = await DataFolder.PrepareLoopFileAsync(rows, file => FillLoop(file, rows), data, cancellationToken);
        var vitrine = await ServerProcess.StartVitrineAsync(data, cancellationToken);
        var requests = new FactRequests(new FactWriter(seed: 2, TimeProvider.System), "/api/v1/track", vitrine.Key, FactsPerBatch);
        var pair = new BatchPair(data, rows, new BareLoop(loopFile), vitrine, new LoadGenerator(vitrine.Port, connections, requests));
        pair.RunLoop(warmUp);
        pair.RunVitrine(warmUp, cancellationToken);
        return pair;
    }

    /// <returns>Facts a second, and processor microseconds a fact.</returns>
    public (double PerSecond, double Work) RunLoop(int facts)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var perSecond = loop.Insert(facts, static _ => FactTime.Now(TimeProvider.System));
        self.Refresh();
        return (perSecond, (self.TotalProcessorTime - before).TotalMicroseconds / facts);
    }

    /// <returns>The round, and processor microseconds a fact.</returns>
    public (LoadRound Round, double Work) RunVitrine(int facts, CancellationToken cancellationToken)
    {
        var before = Vitrine.ProcessorSeconds;
        var round = load.Run(NoLimit, facts / FactsPerBatch, cancellationToken);
        return (round, (Vitrine.ProcessorSeconds - before) * 1e6 / facts);
    }

    public Task CheckAsync(CancellationToken cancellationToken) => Acknowledged.CheckAsync(Vitrine, load.Acknowledged + rows, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        load.Dispose();
        loop.Dispose();
        await Vitrine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static void FillLoop(string file, int rows)
    {
        using var filler = new BareLoop(file);
        var timeline = new Timeline(FactTime.Now(TimeProvider.System), rows);
        Console.WriteLine($"filling the loop's file with {rows:N0} rows");
        Console.WriteLine($"filled, {filler.Insert(rows, timeline.At):N0}/s");
    }
}
