using Vitrine.Core.Blobs;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pictures;

/// <summary>
/// Says to the store of pictures who keeps them there. A bucket can be seen by two installations, as by a server and the drill of restoring its backup, and neither
/// may sweep away what only the other knows.
/// </summary>
internal sealed class BlobOwner(IBlobStore blobs, ServerSecret secret)
{
    private const int Bytes = 16;

    /// <returns>False where another installation owns the place.</returns>
    public Task<bool> ClaimAsync(CancellationToken cancellationToken) =>
        blobs.ClaimAsync(Convert.ToHexStringLower(secret.DeriveKey("owner of pictures").AsSpan(0, Bytes)), cancellationToken);
}
