using Vitrine.Core.Blobs;

namespace Vitrine.Server.Pictures;

/// <summary>One at a time for each picture, so that bytes never go while somebody begins to show them. Striped: different pictures seldom meet.</summary>
internal sealed class PictureLocks
{
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var stripe = stripes[(uint)HashCode.Combine(key.Project, key.Bucket, key.Hash) % (uint)stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Held(stripe);
    }

    private sealed class Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
