namespace Vitrine.Core.Blobs;

/// <summary>Bytes could not be stored, read or removed, for a reason that lies with where they are kept.</summary>
/// <param name="message">Short, and without a secret.</param>
/// <param name="isFull">True where there is no room.</param>
public sealed class BlobStoreException(string message, Exception? inner = null, bool isFull = false) : IOException(message, inner)
{
    public bool IsFull => isFull;
}
