using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>How far the import of a file has come: all that a later run needs to go on where an interrupted one stopped.</summary>
internal sealed record ImportProgress
{
    public required string File { get; init; }
    public required long Size { get; init; }
    public required long ModifiedTicks { get; init; }

    /// <summary>Microseconds; the time of rows without one builds on it.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The last row whose batch was acknowledged.</summary>
    public long Position { get; init; }
    public long Stored { get; init; }
    public long Duplicates { get; init; }
    public long Refused { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ImportProgress))]
internal sealed partial class ImportProgressJson : JsonSerializerContext;

/// <summary>
/// Remembers the progress of unfinished imports in the data folder. Losing it costs time only: derived ids make repeated rows duplicates.
/// </summary>
/// <param name="folder">Made when the first progress is kept.</param>
internal sealed class ImportMemory(string folder, TimeProvider clock)
{
    /// <summary>The progress of the same import of the same, unchanged file; else a new one.</summary>
    /// <param name="how">Everything but the file that decides what is stored: project, kind, mapping.</param>
    public ImportProgress Recall(string file, string how)
    {
        var info = new FileInfo(file);
        var fresh = new ImportProgress
        {
            File = info.FullName,
            Size = info.Length,
            ModifiedTicks = info.LastWriteTimeUtc.Ticks,
            StartedAt = FactTime.Now(clock),
        };
        var path = PathOf(info.FullName, how);
        if (!System.IO.File.Exists(path)) return fresh;
        try
        {
            var kept = JsonSerializer.Deserialize(System.IO.File.ReadAllText(path), ImportProgressJson.Default.ImportProgress)!;
            return kept.Size == fresh.Size && kept.ModifiedTicks == fresh.ModifiedTicks ? kept : fresh;
        }
        catch (JsonException)
        {
            // Cut off by a crash: starting over is right, only slower.
            return fresh;
        }
    }

    public void Keep(ImportProgress progress, string how)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(progress.File, how);
        System.IO.File.WriteAllText(path + ".new", JsonSerializer.Serialize(progress, ImportProgressJson.Default.ImportProgress));
        System.IO.File.Move(path + ".new", path, overwrite: true);
    }

    public void Forget(ImportProgress progress, string how) => System.IO.File.Delete(PathOf(progress.File, how));

    private string PathOf(string file, string how) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file}\n{how}")).AsSpan(0, 16)) + ".json");
}
