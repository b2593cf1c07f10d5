using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Server.Tests.Cli;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Backup;

public sealed class RestoreTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Archive => folder.File("vitrine.tar.gz");

    private string Data => folder.File("data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_with_anything_in_it_is_left_alone()
    {
        await BackUpAsync();
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "precious.txt"), "x", Cancellation);
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        Assert.Contains("is not empty (precious.txt)", run.Errors);
        Assert.Equal(["precious.txt"], Directory.GetFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_a_server_uses_is_left_alone()
    {
        await BackUpAsync();
        await using var server = await RunningServer.StartAsync();
        var run = await CommandRun.OfAsync(server.DataFolder, "restore", Archive);
        Assert.Equal(1, run.Code);
        Assert.Contains("is not empty", run.Errors);
    }

    [Fact]
    public async Task An_empty_folder_and_what_an_attempt_before_left_are_fine()
    {
        await BackUpAsync();
        Directory.CreateDirectory(Path.Combine(Data, "restore.part", "projects"));
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.False(Directory.Exists(Path.Combine(Data, "restore.part")));
    }

    [Theory]
    [InlineData("../escaped.db")]
    [InlineData("/tmp/vitrine-escaped.db")]
    [InlineData("projects/../../escaped.db")]
    [InlineData("projects/../facts.db")]
    [InlineData("projects/Default/facts.db")]
    [InlineData("projects/a/b/facts.db")]
    [InlineData("projects/a/search.db")]
    [InlineData("projects\\a\\facts.db")]
    [InlineData("vitrine.lock")]
    [InlineData("control.db")]
    public async Task Entries_that_no_backup_has_are_refused_and_nothing_is_written(string name)
    {
        await BackUpAsync();
        await ChangeAsync(entries => entries.Insert(1, (new PaxTarEntry(TarEntryType.RegularFile, name), "x"u8.ToArray())));
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        Assert.Contains("which no backup of Vitrine has", run.Errors);
        AssertNothingWritten();
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.Fifo)]
    public async Task Only_files_are_taken(TarEntryType type)
    {
        await BackUpAsync();
        await ChangeAsync(entries =>
        {
            var entry = new PaxTarEntry(type, "projects/linked/facts.db");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
            entries.Insert(1, (entry, null));
        });
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        AssertNothingWritten();
    }

    [Theory]
    [InlineData("damaged", "is damaged: it is not what was backed up")]
    [InlineData("longer", "is damaged: it is not what was backed up")]
    [InlineData("missing", "lacks projects/default/facts.db")]
    [InlineData("unlisted", "which no backup of Vitrine has")]
    [InlineData("no manifest", "has no manifest")]
    [InlineData("newer format", "is newer than this version")]
    [InlineData("newer schema", "is newer than this version")]
    [InlineData("no control", "has no control store")]
    [InlineData("strange manifest", "is no backup of Vitrine, or is damaged")]
    public async Task What_is_not_whole_is_refused(string harm, string message)
    {
        await BackUpAsync();
        await ChangeAsync(entries =>
        {
            var facts = entries.FindIndex(entry => entry.Entry.Name == "projects/default/facts.db");
            switch (harm)
            {
                case "damaged": entries[facts].Content![5000] ^= 1; break;
                case "longer": entries[facts] = (entries[facts].Entry, [.. entries[facts].Content!, 0]); break;
                case "missing": entries.RemoveAt(facts); break;
                case "unlisted": entries.Insert(0, (new PaxTarEntry(TarEntryType.RegularFile, "projects/other/facts.db"), "x"u8.ToArray())); break;
                case "no manifest": entries.RemoveAt(entries.Count - 1); break;
                case "newer format": ChangeManifest(entries, manifest => manifest["format"] = 2); break;
                case "newer schema": ChangeManifest(entries, manifest => manifest["files"]![1]!["schema"] = 999); break;
                case "no control": entries.RemoveAt(0); ChangeManifest(entries, manifest => ((JsonArray)manifest["files"]!).RemoveAt(0)); break;
                case "strange manifest": entries[^1] = (entries[^1].Entry, "{\"files\": 3}"u8.ToArray()); break;
                default: throw new ArgumentOutOfRangeException(nameof(harm));
            }
        });
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Errors);
        AssertNothingWritten();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(2000)]
    public async Task A_file_that_was_cut_off_is_refused(int length)
    {
        await BackUpAsync();
        await using (var file = File.OpenWrite(Archive)) file.SetLength(length);
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        AssertNothingWritten();
    }

    [Fact]
    public async Task Another_file_is_no_backup()
    {
        await File.WriteAllTextAsync(Archive, "Dear diary", Cancellation);
        var run = await CommandRun.OfAsync(Data, "restore", Archive);
        Assert.Equal(1, run.Code);
        Assert.Contains("is no backup of Vitrine", run.Errors);
        Assert.Equal(2, (await CommandRun.OfAsync(Data, "restore", folder.File("missing.tar.gz"))).Code);
    }

    [Fact]
    public async Task The_manifest_says_what_is_in_it()
    {
        await BackUpAsync();
        var entries = await ReadAsync();
        Assert.Equal(["control.db", "projects/default/facts.db", "manifest.json"], entries.Select(entry => entry.Entry.Name));
        var manifest = JsonNode.Parse(entries[^1].Content)!;
        Assert.Equal(1, (int)manifest["format"]!);
        foreach (var (file, entry) in manifest["files"]!.AsArray().Zip(entries))
        {
            Assert.Equal(entry.Entry.Name, (string)file!["path"]!);
            Assert.Equal(entry.Content!.Length, (int)file["bytes"]!);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(entry.Content)), (string)file["sha256"]!);
            Assert.True((int)file["schema"]! > 0);
        }
    }

    private async Task BackUpAsync()
    {
        await using var server = await RunningServer.StartAsync();
        var run = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive);
        Assert.Equal((0, ""), (run.Code, run.Errors));
    }

    private static void ChangeManifest(List<(TarEntry Entry, byte[]? Content)> entries, Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(entries[^1].Content)!;
        change(manifest);
        entries[^1] = (entries[^1].Entry, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private async Task<List<(TarEntry Entry, byte[]? Content)>> ReadAsync()
    {
        await using var file = File.OpenRead(Archive);
        await using var plain = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        var entries = new List<(TarEntry, byte[]?)>();
        while (await tar.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is not null) await entry.DataStream.CopyToAsync(content, Cancellation);
            entries.Add((entry, content.ToArray()));
        }
        return entries;
    }

    private async Task ChangeAsync(Action<List<(TarEntry Entry, byte[]? Content)>> change)
    {
        var entries = await ReadAsync();
        change(entries);
        await using var file = File.Create(Archive);
        await using var packed = new GZipStream(file, CompressionLevel.Fastest);
        await using var tar = new TarWriter(packed, TarEntryFormat.Pax);
        foreach (var (entry, content) in entries)
        {
            var copy = new PaxTarEntry(entry.EntryType, entry.Name);
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) copy.LinkName = entry.LinkName;
            if (content is not null && entry.EntryType == TarEntryType.RegularFile) copy.DataStream = new MemoryStream(content);
            await tar.WriteEntryAsync(copy, Cancellation);
        }
    }

    private void AssertNothingWritten()
    {
        Assert.Equal(["vitrine.lock"], Directory.GetFileSystemEntries(Data).Select(Path.GetFileName));
        Assert.Equal([Archive, Data], Directory.GetFileSystemEntries(folder.Path).Order(StringComparer.Ordinal).Reverse());
        Assert.False(File.Exists("/tmp/vitrine-escaped.db"));
    }

    public void Dispose() => folder.Dispose();
}
