namespace Vitrine.Core.Blobs;

/// <summary>Stored bytes, or a range of them.</summary>
/// <param name="Content">Reads the range; the caller disposes it.</param>
/// <param name="TotalLength">Of all the bytes, whatever the range.</param>
public sealed record BlobContent(Stream Content, long TotalLength) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <param name="WrittenAt">When the bytes came; a sweep leaves alone what is younger than its grace.</param>
public sealed record StoredBlob(BlobKey Key, long Length, DateTimeOffset WrittenAt);

/// <summary>
/// Keeps bytes by their names. It knows nothing of who refers to them. All members are thread-safe, and throw a <see cref="BlobStoreException"/> or another
/// <see cref="IOException"/> where what keeps the bytes fails.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores bytes and answers once they are safe. Bytes that are there already stay as they are: a name never changes its meaning.</summary>
    Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <param name="offset">The first byte that is read.</param>
    /// <param name="length">How many; null for all that follow.</param>
    /// <returns>Null where there is no such blob.</returns>
    Task<BlobContent?> OpenAsync(BlobKey key, long offset, long? length, CancellationToken cancellationToken);

    /// <returns>False where there was no such blob.</returns>
    Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>All blobs of a project, in no particular order. What is written or deleted meanwhile may or may not be among them.</summary>
    IAsyncEnumerable<StoredBlob> ListAsync(string project, CancellationToken cancellationToken);

    /// <summary>Removes what writers that ended in the middle left, if it is older than a time.</summary>
    Task RemoveUnfinishedAsync(string project, DateTimeOffset olderThan, CancellationToken cancellationToken);

    /// <summary>Writes down who keeps bytes here where nobody does yet, and asks whose place it is: whoever removes bytes must be the only one.</summary>
    /// <returns>False where it is another installation's; then nothing can be removed.</returns>
    Task<bool> ClaimAsync(CancellationToken cancellationToken);

    /// <summary>Removes everything of a project.</summary>
    Task DeleteProjectAsync(string project, CancellationToken cancellationToken);
}
