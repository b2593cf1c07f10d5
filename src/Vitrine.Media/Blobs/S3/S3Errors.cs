using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs.S3;

/// <summary>What went wrong with a bucket, in a line: the SDK's exceptions carry whole answers.</summary>
internal static class S3Errors
{
    // What services answer that set a limit of their own.
    private static readonly string[] Full = ["QuotaExceeded", "StorageFull", "XMinioStorageFull"];

    public static bool IsMissing(AmazonS3Exception error) => error.StatusCode == HttpStatusCode.NotFound && error.ErrorCode != "NoSuchBucket";

    /// <summary>True for what the SDK and its connections throw.</summary>
    public static bool IsOfBucket(Exception error, CancellationToken caller) => error switch
    {
        BlobStoreException => false,
        OperationCanceledException => !caller.IsCancellationRequested,
        _ => error is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException,
    };

    public static BlobStoreException Of(string bucket, Exception error) => error is AmazonServiceException { StatusCode: not 0 } answer
        ? new BlobStoreException(
            $"The bucket {bucket} answered {(int)answer.StatusCode} {answer.ErrorCode}.", error,
            answer.StatusCode == HttpStatusCode.InsufficientStorage || Full.Contains(answer.ErrorCode))
        : new BlobStoreException(
            error is OperationCanceledException or TimeoutException ? $"The bucket {bucket} did not answer in time." : $"The bucket {bucket} cannot be reached: {Cause(error)}", error);

    private static string Cause(Exception error)
    {
        var cause = error.GetBaseException().Message.ReplaceLineEndings(" ");
        return cause.Length <= 200 ? cause : cause[..200] + "…";
    }
}
