using System.Globalization;
using Vitrine.Core.Stores;
using Vitrine.Storage;
using Vitrine.Storage.CrashWriter;
using Vitrine.Testing;

// Writes the facts of a seed from several tasks at once and prints the index of each fact once it is acknowledged, until it is killed.
// Arguments: folder, seed, first index, facts in the tail; or folder, "reset", milliseconds.
var folder = args[0];
if (args[1] == "reset")
{
    await ResetAndDie.RunAsync(folder, int.Parse(args[2], CultureInfo.InvariantCulture));
    return;
}

var seed = int.Parse(args[1], CultureInfo.InvariantCulture);
var first = int.Parse(args[2], CultureInfo.InvariantCulture);
var tail = int.Parse(args[3], CultureInfo.InvariantCulture);

var options = new StoreOptions { TailFacts = tail, TailFactsInBatches = tail, TailMilliseconds = 50, WalMegabytes = 1, CacheMegabytes = 4, Readers = 1 };
var store = await SqliteFactStore.OpenAsync(folder, options, TimeProvider.System, projectZone: null, CancellationToken.None);
var output = Console.OpenStandardOutput();
var gate = new Lock();
using var facts = new RandomFacts(seed).Select((fact, index) => (fact, index)).Skip(first).GetEnumerator();

await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer))));

async Task WriteAsync(int writer)
{
    // Sizes from single facts to batches, different for each writer.
    for (var size = 1; ; size = (size * (writer + 2) % 41) + 1)
    {
        var part = Take(size);
        using var batch = Batches.Of(part.Select(pair => pair.fact));
        await store.AppendAsync(batch, CancellationToken.None);
        var lines = string.Concat(part.Select(pair => $"{pair.index}\n"));
        lock (gate)
        {
            output.Write(System.Text.Encoding.ASCII.GetBytes(lines));
            output.Flush();
        }
    }
}

List<(TestFact fact, int index)> Take(int count)
{
    lock (gate)
    {
        List<(TestFact, int)> part = [];
        while (part.Count < count && facts.MoveNext()) part.Add(facts.Current);
        return part;
    }
}
