using System.Diagnostics;
using System.Text.Json;
using Vitrine.Bench.Bare;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>All images as a file, against a bare select of the same rows and against the list read page by page over HTTP; and what the server holds in memory meanwhile.</summary>
internal static class Exports
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var rows = arguments.Number("rows", 1_000_000);
        var rounds = arguments.Number("rounds", 3);
        var folder = await DataFolder.PrepareAsync(rows, cancellationToken);
        try
        {
            await using var vitrine = await ServerProcess.StartVitrineAsync(folder, cancellationToken);
            using var client = Acknowledged.Client(vitrine);
            client.Timeout = Timeout.InfiniteTimeSpan;
            var file = Path.Combine(folder, "projects", "default", "facts.db");
            Console.WriteLine($"{rows:N0} images, rows/s; {vitrine.ResidentMegabytes:0} MiB resident before");
            Console.WriteLine("round       select          csv       ndjson        pages   csv/select   csv/pages   MiB at most");
            var toSelect = new List<double>();
            var toPages = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var select = PerSecond(rows, await TimeAsync(() => Task.FromResult(BareScan.Read(file, cancellationToken).Rows), rows));
                var memory = 0.0;
                var csv = PerSecond(rows, await TimeAsync(async () => await ExportAsync(client, vitrine, "csv", most => memory = Math.Max(memory, most), cancellationToken) - 1, rows));
                var ndjson = PerSecond(rows, await TimeAsync(() => ExportAsync(client, vitrine, "ndjson", most => memory = Math.Max(memory, most), cancellationToken), rows));
                var pages = PerSecond(rows, await TimeAsync(() => PageAsync(client, cancellationToken), rows));
                toSelect.Add(csv / select);
                toPages.Add(csv / pages);
                Console.WriteLine($"{round,5} {select,12:N0} {csv,12:N0} {ndjson,12:N0} {pages,12:N0}   {toSelect[^1],10:0.00}   {toPages[^1],9:0.00}   {memory,11:0}");
            }

            Console.WriteLine($"csv/select {Rounds.Spread(toSelect)}, csv/pages {Rounds.Spread(toPages)}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double PerSecond(int rows, TimeSpan elapsed) => rows / elapsed.TotalSeconds;

    // A fast answer that lost a row is no answer.
    private static async Task<TimeSpan> TimeAsync(Func<Task<int>> read, int expected)
    {
        var start = Stopwatch.GetTimestamp();
        var found = await read();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return found == expected ? elapsed : throw new InvalidOperationException($"{found:N0} of {expected:N0} rows came.");
    }

    // The sample's texts have no line breaks, so lines are rows.
    private static async Task<int> ExportAsync(HttpClient client, ServerProcess vitrine, string format, Action<double> resident, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(
            new Uri($"/api/v1/export/images.{format}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[128 * 1024];
        var lines = 0;
        var looked = 0L;
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            if (Stopwatch.GetElapsedTime(looked) < BetweenLooks) continue;
            resident(vitrine.ResidentMegabytes);
            looked = Stopwatch.GetTimestamp();
        }

        return lines;
    }

    private static async Task<int> PageAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var items = 0;
        string? cursor = null;
        do
        {
            var address = "/api/v1/images?per_page=500" + (cursor is null ? "" : $"&cursor={cursor}");
            await using var body = await client.GetStreamAsync(new Uri(address, UriKind.Relative), cancellationToken);
            using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            items += page.RootElement.GetProperty("images").GetArrayLength();
            cursor = page.RootElement.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        return items;
    }
}
