using System.Diagnostics;
using Vitrine.Bench.Facts;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage;

namespace Vitrine.Bench;

/// <summary>Data folders of so many images: ninety days, 92,000 users, filled through the store once and kept for the next run.</summary>
internal static class DataFolder
{
    private const int FactsPerBatch = 5_000;
    private const int BatchesUnderWay = 4;

    /// <summary>A folder to run on and delete: empty, or a copy of the data set of so many rows.</summary>
    public static async Task<string> PrepareAsync(int rows, CancellationToken cancellationToken)
    {
        if (rows == 0) return Repository.NewFolder();
        var dataset = await DatasetAsync(rows, cancellationToken);
        var folder = Repository.NewFolder();
        await CopyAsync(dataset, folder, cancellationToken);
        return folder;
    }

    /// <summary>The file that a bare loop has filled with as many rows, copied to be run on.</summary>
    public static async Task<string> PrepareLoopFileAsync(int rows, Action<string> fill, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "loop.db");
        if (rows == 0) return file;
        var kept = Path.Combine(Repository.Datasets, $"loop-{rows}");
        if (!Directory.Exists(kept))
        {
            await FillOnceAsync(kept, unfinished =>
            {
                fill(Path.Combine(unfinished, "loop.db"));
                return Task.CompletedTask;
            });
        }

        await CopyAsync(kept, folder, cancellationToken);
        return file;
    }

    private static async Task<string> DatasetAsync(int rows, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Repository.Datasets, $"images-{rows}");
        if (!Directory.Exists(folder)) await FillOnceAsync(folder, unfinished => FillAsync(unfinished, rows, cancellationToken));
        return folder;
    }

    // Filled under another name, so that an interrupted run leaves no half a data set.
    private static async Task FillOnceAsync(string folder, Func<string, Task> fill)
    {
        var unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        await fill(unfinished);
        Directory.Move(unfinished, folder);
    }

    private static async Task FillAsync(string folder, int rows, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var project = Directory.CreateDirectory(Path.Combine(folder, "projects", "default")).FullName;
        await using IFactStore store = await SqliteFactStore.OpenAsync(project, new StoreOptions(), TimeProvider.System, cancellationToken: cancellationToken);
        var maker = new BatchMaker(new Timeline(FactTime.Now(TimeProvider.System), rows));
        var underWay = new Queue<Task>();
        for (long done = 0; done < rows; done += FactsPerBatch)
        {
            if (underWay.Count == BatchesUnderWay) await underWay.Dequeue();
            underWay.Enqueue(AppendAsync(store, maker.Make(done, (int)Math.Min(FactsPerBatch, rows - done)), cancellationToken));
            if (done % 500_000 == 0 && done > 0)
                Console.WriteLine($"filled {done:N0} of {rows:N0}, {done / Stopwatch.GetElapsedTime(start).TotalSeconds:N0}/s");
        }

        while (underWay.Count > 0) await underWay.Dequeue();
        Console.WriteLine($"filled {rows:N0}, {rows / Stopwatch.GetElapsedTime(start).TotalSeconds:N0}/s");
        while ((await store.GetStatusAsync(cancellationToken)).SearchLag > 0) await Task.Delay(500, cancellationToken);
        Console.WriteLine($"searchable after {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
    }

    private static async Task AppendAsync(IFactStore store, FactBatch batch, CancellationToken cancellationToken)
    {
        using (batch)
        {
            var result = await store.AppendAsync(batch, cancellationToken);
            if (result.Stored != batch.Count) throw new InvalidOperationException($"Only {result.Stored} of {batch.Count} facts were stored.");
        }
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        using var copy = Process.Start("cp", ["-a", "--reflink=auto", from + "/.", to]);
        await copy.WaitForExitAsync(cancellationToken);
        if (copy.ExitCode != 0) throw new IOException($"{from} could not be copied.");
    }
}
