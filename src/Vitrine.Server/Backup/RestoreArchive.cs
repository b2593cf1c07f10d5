using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Backup;

/// <summary>Takes a backup apart. What comes out is what its manifest says, and nothing that a backup does not have.</summary>
internal static class RestoreArchive
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="archive">A gzipped tar.</param>
    /// <param name="folder">Gets the files. Where this fails, some of them may be there.</param>
    /// <exception cref="StartException">It is no backup, is damaged, or was made by a newer version.</exception>
    public static async Task<BackupManifest> ExtractAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var plain = new GZipStream(archive, CompressionMode.Decompress);
            await using var tar = new TarReader(plain);
            var found = new Dictionary<string, (long Bytes, string Sha256)>(StringComparer.Ordinal);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw Unexpected(entry.Name);
                if (entry.Name == BackupManifest.Name)
                {
                    var manifest = await ReadManifestAsync(entry, cancellationToken);
                    Compare(manifest, found);
                    return manifest;
                }
                if (BackupPart.Of(entry.Name) is null || found.ContainsKey(entry.Name)) throw Unexpected(entry.Name);
                found.Add(entry.Name, await ExtractAsync(entry, Path.Combine(folder, entry.Name), cancellationToken));
            }
            throw new StartException("The backup has no manifest: it was cut off, or is none.");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new StartException($"The file is no backup of Vitrine, or is damaged: {error.Message}", error);
        }
    }

    private static async Task<(long Bytes, string Sha256)> ExtractAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, options);
        if (entry.DataStream is { } content)
        {
            var buffer = new byte[1 << 17];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                sha.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        file.Flush(flushToDisk: true);
        return (file.Length, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.DataStream is not { } content || entry.Length > BackupManifest.MaxBytes) throw new InvalidDataException("its manifest is none.");
        return await JsonSerializer.DeserializeAsync(content, BackupJson.Default.BackupManifest, cancellationToken) ?? throw new InvalidDataException("its manifest is none.");
    }

    private static void Compare(BackupManifest manifest, Dictionary<string, (long Bytes, string Sha256)> found)
    {
        if (manifest.Format > BackupManifest.NewestFormat) throw Newer(manifest);
        foreach (var file in manifest.Files)
        {
            if (!found.Remove(file.Path, out var actual)) throw new StartException($"The backup lacks {file.Path}, which its manifest names.");
            if (actual != (file.Bytes, file.Sha256)) throw new StartException($"{file.Path} is damaged: it is not what was backed up.");
            if (BackupPart.Of(file.Path)!.Schema is { } schema && file.Schema > SqliteMigrator.Newest(schema)) throw Newer(manifest);
        }
        if (found.Count > 0) throw Unexpected(found.Keys.First());
        if (!manifest.Files.Any(file => file.Path == BackupPart.Databases[0].Pattern)) throw new StartException("The backup has no control store.");
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static StartException Newer(BackupManifest manifest) => new($"Vitrine {manifest.Vitrine} made this backup, and it is newer than this version. Use that one.");

    private static StartException Unexpected(string name) => new($"The backup has '{name}', which no backup of Vitrine has. Nothing of it was restored.");
}
