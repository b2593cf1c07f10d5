using Amazon.S3.Model;
using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs.S3;

/// <summary>The body of an answer. A pause that is too long ends it: the SDK's own time-out is over once the headers are there.</summary>
internal sealed class S3Stream(GetObjectResponse response, TimeSpan longestPause) : BlobStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        pause.CancelAfter(longestPause);
        try
        {
            return await response.ResponseStream.ReadAsync(buffer, pause.Token);
        }
        catch (Exception error) when (S3Errors.IsOfBucket(error, cancellationToken))
        {
            throw S3Errors.Of(response.BucketName, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) response.Dispose();
        base.Dispose(disposing);
    }
}
