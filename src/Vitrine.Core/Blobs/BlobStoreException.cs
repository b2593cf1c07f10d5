namespace Vitrine.Core.Blobs;

/// <summary>Bytes could not be stored, read or removed, for a reason that lies with where they are kept.</summary>
/// <param name="message">Short, and without a secret.</param>
/// <param name="isFull">True where there is no room.</param>
/// <param name="isOthers">True where nothing can be removed, as it is another installation's place.</param>
public sealed class BlobStoreException(string message, Exception? inner = null, bool isFull = false, bool isOthers = false) : IOException(message, inner)
{
    public bool IsFull => isFull;

    public bool IsOthers => isOthers;
}
