namespace Vitrine.Core.Blobs;

public static class BlobReading
{
    /// <returns>All bytes of a blob; null where there is none.</returns>
    public static async Task<byte[]?> ReadAllAsync(this IBlobStore store, BlobKey key, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(key, 0, null, cancellationToken) is not { } content) return null;
        await using (content)
        {
            var bytes = new byte[content.TotalLength];
            await content.Content.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
    }

    public static async Task<bool> ExistsAsync(this IBlobStore store, BlobKey key, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(key, 0, 0, cancellationToken) is not { } content) return false;
        await content.DisposeAsync();
        return true;
    }
}
