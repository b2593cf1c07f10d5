using System.Runtime.CompilerServices;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Looks whether the bytes of pictures are still there, many at once, as each look may be a request to a bucket.</summary>
internal sealed class PictureLooks(string project, IBlobStore blobs, int atOnce)
{
    private const int Ahead = 16;

    /// <returns>The rows in their order; those whose pictures are gone say so.</returns>
    public async IAsyncEnumerable<ArchiveRow> LookAsync(IAsyncEnumerable<ArchiveRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var some in rows.Chunk(atOnce * Ahead).WithCancellation(cancellationToken))
        {
            await Parallel.ForAsync(0, some.Length, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (index, cancel) =>
            {
                if (some[index].Picture is { } picture && !await IsThereAsync(picture, cancel)) some[index] = some[index].AsLost();
            });
            foreach (var row in some) yield return row;
        }
    }

    private async Task<bool> IsThereAsync(PictureRecord picture, CancellationToken cancellationToken)
    {
        if (await blobs.OpenAsync(new BlobKey(project, picture.Bucket, picture.Hash), 0, 0, cancellationToken) is not { } found) return false;
        await using (found) return found.TotalLength == picture.Length;
    }
}
