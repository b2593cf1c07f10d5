using System.Runtime.CompilerServices;
using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs;

/// <summary>Blobs as files in a folder of the project.</summary>
/// <param name="folderOf">The folder of a project's blobs.</param>
public sealed class FileSystemBlobStore(Func<string, string> folderOf) : IBlobStore
{
    private const string DraftSuffix = ".new";
    private const int BufferBytes = 64 * 1024;

    public async Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path)) return;
        var folder = Path.GetDirectoryName(path)!;
        // A project that was deleted meanwhile does not come back as a folder.
        if (!Directory.Exists(Path.GetDirectoryName(folderOf(key.Project)))) throw new DirectoryNotFoundException($"There is no project '{key.Project}'.");
        Directory.CreateDirectory(folder);
        // Complete or not there: the name appears once the bytes are on the disk.
        var draft = $"{path}.{Guid.NewGuid():N}{DraftSuffix}";
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: true);
            Directories.Flush(folder);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public Task<BlobContent?> OpenAsync(BlobKey key, long offset, long? length, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
            var total = file.Length;
            var end = length is { } asked ? Math.Min(total, offset + asked) : total;
            return Task.FromResult<BlobContent?>(new BlobContent(offset == 0 && end == total ? file : new StreamRange(file, offset, Math.Max(0, end - offset)), total));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<BlobContent?>(null);
        }
    }

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var exists = File.Exists(path);
        if (exists) File.Delete(path);
        return Task.FromResult(exists);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(folderOf(project));
        if (!root.Exists) yield break;
        foreach (var file in root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (BlobKey.FromPath(project, path) is { } key && file.Exists) yield return new StoredBlob(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
            await Task.CompletedTask;
        }
    }

    public Task DeleteProjectAsync(string project, CancellationToken cancellationToken)
    {
        var folder = folderOf(project);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    // A folder has one owner, which its lock sees to.
    public Task<bool> ClaimAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public Task RemoveUnfinishedAsync(string project, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(folderOf(project));
        if (!root.Exists) return Task.CompletedTask;
        foreach (var draft in root.EnumerateFiles("*" + DraftSuffix, SearchOption.AllDirectories).Where(draft => draft.LastWriteTimeUtc < olderThan.UtcDateTime)) draft.Delete();
        return Task.CompletedTask;
    }

    private string PathOf(BlobKey key) => Path.Combine(folderOf(key.Project), key.Path.Replace('/', Path.DirectorySeparatorChar));
}
