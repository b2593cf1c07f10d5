using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Server.Import;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Import;

public sealed class ImportRunTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly MemoryTarget target = new();

    [Fact]
    public async Task Everything_arrives_in_batches_and_the_progress_says_so()
    {
        var file = Write(5_001);
        var seen = new List<long>();
        var end = await RunAsync(file, Fresh(file), progress => seen.Add(progress.Position));
        Assert.Equal((5_001, 0, 0), (end.Stored, end.Duplicates, end.Refused));
        Assert.Equal([2_000L, 4_000, 5_001], seen);
        Assert.Equal(5_001, target.Ids.Count);
        Assert.False(File.Exists(RefusedPath(file)));
    }

    [Fact]
    public async Task An_interrupted_import_goes_on_behind_the_last_acknowledged_row()
    {
        var file = Write(5_001);
        target.FailAfter = 1;
        ImportProgress? last = null;
        await Assert.ThrowsAsync<ImportFailedException>(() => RunAsync(file, Fresh(file), progress => last = progress));
        Assert.Equal(2_000, last!.Position);

        target.FailAfter = null;
        var end = await RunAsync(file, last);
        Assert.Equal((5_001, 0), (end.Stored, end.Duplicates));
        Assert.Equal(5_001, target.Ids.Count);
    }

    [Fact]
    public async Task Run_again_without_any_memory_it_doubles_nothing()
    {
        var file = Write(3_000);
        await RunAsync(file, Fresh(file));
        var end = await RunAsync(file, Fresh(file));
        Assert.Equal((0, 3_000), (end.Stored, end.Duplicates));
        Assert.Equal(3_000, target.Ids.Count);
    }

    [Fact]
    public async Task Stopped_between_two_batches_what_was_acknowledged_is_remembered()
    {
        var file = Write(5_001);
        using var stop = new CancellationTokenSource();
        var memory = new ImportMemory(folder.File("imports"), new ManualClock());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(file, memory.Recall(file, "how"), progress =>
        {
            memory.Keep(progress, "how");
            stop.Cancel();
        }, stop.Token));
        Assert.Equal(2_000, memory.Recall(file, "how").Position);
        Assert.Equal(0, memory.Recall(file, "another way").Position);
        Assert.Equal(2_000, target.Ids.Count);
    }

    [Fact]
    public void A_changed_file_and_a_broken_memory_start_over()
    {
        var file = Write(3);
        var memory = new ImportMemory(folder.File("imports"), new ManualClock());
        memory.Keep(memory.Recall(file, "how") with { Position = 2 }, "how");
        File.AppendAllText(file, "{}\n");
        Assert.Equal(0, memory.Recall(file, "how").Position);

        memory.Keep(memory.Recall(file, "how") with { Position = 2 }, "how");
        File.WriteAllText(Directory.GetFiles(folder.File("imports")).Single(), "{\"file\":");
        Assert.Equal(0, memory.Recall(file, "how").Position);
    }

    [Fact]
    public async Task Refused_rows_go_to_their_file_with_number_reason_and_the_row()
    {
        var file = folder.File("f.ndjson");
        await File.WriteAllTextAsync(file, "{\"prompt\":\"a\"}\nbroken\n{\"prompt\":\"refuse me\"}\n", TestContext.Current.CancellationToken);
        var end = await RunAsync(file, Fresh(file));
        Assert.Equal((1, 0, 2), (end.Stored, end.Duplicates, end.Refused));
        var lines = (await File.ReadAllLinesAsync(RefusedPath(file), TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([2, 3], lines.Select(line => line.GetProperty("row").GetInt32()));
        Assert.Equal(["invalid_json", "invalid_value"], lines.Select(line => line.GetProperty("code").GetString()));
        Assert.Equal("broken", lines[0].GetProperty("fact").GetString());
        Assert.Equal("refuse me", lines[1].GetProperty("fact").GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task A_row_that_spoils_its_batch_is_found_and_loses_no_other()
    {
        var file = folder.File("f.ndjson");
        var lines = Enumerable.Range(0, 101).Select(row => row == 63 ? "{\"prompt\":\"spoil the batch\"}" : $"{{\"prompt\":\"{row}\"}}");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var end = await RunAsync(file, Fresh(file));
        Assert.Equal((100, 1), (end.Stored, end.Refused));
        using var line = JsonDocument.Parse(await File.ReadAllTextAsync(RefusedPath(file), TestContext.Current.CancellationToken));
        Assert.Equal((64, "unreadable"), (line.RootElement.GetProperty("row").GetInt32(), line.RootElement.GetProperty("code").GetString()));
    }

    public void Dispose() => folder.Dispose();

    private string Write(int rows)
    {
        var path = folder.File("facts.ndjson");
        File.WriteAllLines(path, Enumerable.Range(0, rows).Select(row => $"{{\"prompt\":\"{row}\"}}"));
        return path;
    }

    private static string RefusedPath(string file) => file + ".refused.ndjson";

    private static ImportProgress Fresh(string file) => new() { File = file, Size = 1, ModifiedTicks = 1, StartedAt = Reading.StartedAt };

    private async Task<ImportProgress> RunAsync(
        string file, ImportProgress from, Action<ImportProgress>? acknowledged = null, CancellationToken? cancellationToken = null)
    {
        using var source = ImportSources.Open(file, Reading.Options(FactKind.Image));
        using var refused = new RefusedFile(RefusedPath(file), append: from.Position > 0);
        var run = new ImportRun(source, target, refused, Path.GetFileName(file)) { Acknowledged = acknowledged };
        return await run.RunAsync(from, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps ids, refuses facts that ask for it, and fails when told to.</summary>
    private sealed class MemoryTarget : IImportTarget
    {
        private int batches;

        public HashSet<string> Ids { get; } = [];

        public int? FailAfter { get; set; }

        public Task<ImportAnswer> SendAsync(ReadOnlyMemory<byte> facts, CancellationToken cancellationToken)
        {
            if (FailAfter is { } limit && ++batches > limit) throw new ImportFailedException("The disk is full.");
            using var json = JsonDocument.Parse(facts);
            var all = json.RootElement.EnumerateArray().Select(fact => (Id: fact.GetProperty("id").GetString()!, Prompt: fact.GetProperty("prompt").GetString())).ToList();
            if (all.Exists(fact => fact.Prompt == "spoil the batch")) throw new BatchUnreadableException(new Refusal("unreadable", "The batch cannot be read."));
            var refused = all.Index().Where(pair => pair.Item.Prompt == "refuse me").Select(pair => new RefusedFact(pair.Index, "invalid_value", "No.")).ToList();
            var stored = all.Count(fact => fact.Prompt != "refuse me" && Ids.Add(fact.Id));
            return Task.FromResult(new ImportAnswer(stored, all.Count - refused.Count - stored, refused));
        }
    }
}
