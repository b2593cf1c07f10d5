using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Media.Blobs.S3;
using Vitrine.Server.Pictures;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Backup;

/// <summary>
/// Writes a backup as a tar, while the server serves. Each database is copied beside the others first, as its length must be known, and only one at a time, so that the folder needs room for
/// the largest once more.
/// </summary>
internal sealed class BackupArchive(DataFolder data, BlobOptions blobs, S3Options s3, TimeProvider clock)
{
    /// <summary>What ingest is left with while a copy is made.</summary>
    private const long ReservedBytes = 64 * 1024 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string staging = Path.Combine(data.Path, "backup.part");

    /// <summary>The bucket that keeps the pictures itself; null where they are in the backup.</summary>
    public string? PicturesIn => blobs.Store == BlobStoreKind.S3 ? s3.Bucket : null;

    /// <summary>Removes what a killed process left.</summary>
    public void Clear()
    {
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
    }

    /// <summary>Bytes that the disk of the data folder lacks for a copy of the largest file, log included; zero where there is room.</summary>
    public long FindLack()
    {
        var largest = BackupPart.FindDatabases(data).Select(path => Path.Combine(data.Path, path)).Max(path => LengthOf(path) + LengthOf(path + "-wal"));
        return Math.Max(0, largest + ReservedBytes - new DriveInfo(data.Path).AvailableFreeSpace);
    }

    /// <param name="output">Nothing is written to it before the first copy is made.</param>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        Clear();
        var created = clock.GetUtcNow();
        var files = new List<BackupFile>();
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(staging);
        else Directory.CreateDirectory(staging, OwnerOnly | UnixFileMode.UserExecute);
        try
        {
            await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var path in BackupPart.FindDatabases(data))
            {
                if (await AddDatabaseAsync(tar, path, created, cancellationToken) is { } file) files.Add(file);
            }
            foreach (var path in BackupPart.FindPictures(data))
            {
                if (await AddFileAsync(tar, path, created, cancellationToken) is { } file) files.Add(file);
            }
            var manifest = new BackupManifest(BackupManifest.NewestFormat, BackupManifest.Version, created, files, PicturesIn);
            using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
            await tar.WriteEntryAsync(Entry(BackupManifest.Name, json, created), cancellationToken);
        }
        finally
        {
            Clear();
        }
    }

    /// <returns>Null where the file is gone, as with a project that is deleted meanwhile.</returns>
    private async Task<BackupFile?> AddDatabaseAsync(TarWriter tar, string path, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var source = Path.Combine(data.Path, path);
        var copy = Path.Combine(staging, "copy.db");
        int schema;
        try
        {
            schema = await Task.Run(() => SqliteCopy.Make(source, copy, cancellationToken), cancellationToken);
        }
        catch (SqliteException) when (!File.Exists(source))
        {
            File.Delete(copy);
            return null;
        }
        await using var stream = new FileStream(copy, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.DeleteOnClose, BufferSize = 1 << 17 });
        return await AddAsync(tar, path, stream, schema, time, cancellationToken);
    }

    /// <returns>Null where the file is gone, as with a picture that nobody shows any more.</returns>
    private async Task<BackupFile?> AddFileAsync(TarWriter tar, string path, DateTimeOffset time, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(Path.Combine(data.Path, path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return await AddAsync(tar, path, stream, 0, time, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<BackupFile> AddAsync(TarWriter tar, string path, FileStream stream, int schema, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        stream.Position = 0;
        await tar.WriteEntryAsync(Entry(path, stream, time), cancellationToken);
        return new BackupFile(path, stream.Length, Convert.ToHexStringLower(hash), schema);
    }

    private static PaxTarEntry Entry(string path, Stream content, DateTimeOffset time) =>
        new(TarEntryType.RegularFile, path) { DataStream = content, Mode = OwnerOnly, ModificationTime = time };

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
