namespace Vitrine.Server.Backup;

/// <summary>The folder that a backup is restored into: an empty one, and locked until everything is in its place.</summary>
internal static class RestoreFolder
{
    private const string Staging = "restore.part";

    // What a folder may have and still be empty: our own lock, what an attempt before left, and what file systems make themselves.
    private static readonly string[] Ignored = ["vitrine.lock", Staging, "lost+found"];

    /// <exception cref="StartException">The folder is in use or not empty, or the backup cannot be taken.</exception>
    public static async Task<BackupManifest> FillAsync(string folder, Stream archive, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).FirstOrDefault(name => !Ignored.Contains(name)) is { } there)
            throw new StartException($"{Path.GetFullPath(folder)} is not empty ({there}). Restore into a new or an empty folder.");
        using var data = DataFolder.Own(folder);
        var staging = Path.Combine(data.Path, Staging);
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        try
        {
            var manifest = await RestoreArchive.ExtractAsync(archive, staging, cancellationToken);
            // The control store last: a folder that has one has everything.
            foreach (var name in Directory.EnumerateFileSystemEntries(staging).Select(path => Path.GetFileName(path)!).OrderByDescending(name => name, StringComparer.Ordinal))
                Directory.Move(Path.Combine(staging, name), Path.Combine(data.Path, name));
            return manifest;
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }
}
