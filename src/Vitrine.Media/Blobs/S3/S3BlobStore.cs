using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs.S3;

/// <summary>Blobs as objects of a bucket. It asks for nothing but putting, getting, listing and deleting: no access lists, no tags, no parts.</summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    // For as long is deleted without asking again whose place it is.
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(1);

    private readonly AmazonS3Client client;
    private readonly S3Options options;
    private readonly S3Keys keys;
    private readonly string bucket;
    private readonly string owner;
    private readonly TimeProvider clock;
    private long claimedUntil;

    /// <param name="options">With a bucket.</param>
    /// <param name="owner">A word for this installation, and for no other.</param>
    public S3BlobStore(S3Options options, string owner, TimeProvider clock)
    {
        (this.owner, this.clock) = (owner, clock);
        this.options = options;
        bucket = options.Bucket ?? throw new ArgumentException("There is no bucket.", nameof(options));
        keys = new S3Keys(options.KeyPrefix);
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            RequestChecksumCalculation = options.Checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = options.Checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(5, options.TimeoutSeconds)),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.Retries,
        };
        if (options.Endpoint is { } endpoint) config.ServiceURL = endpoint;
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        client = options.AccessKey is { } key ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config) : new AmazonS3Client(config);
    }

    // The most that a list answers with, and that a request to delete may name.
    internal int PageSize { get; init; } = 1000;

    /// <summary>Asks the bucket for anything at all.</summary>
    /// <returns>What it refused for good, such as the key, in words for its operator; null where it is as it should be.</returns>
    /// <exception cref="BlobStoreException">It does not answer now.</exception>
    public async Task<string?> FindRefusalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = keys.Owner, MaxKeys = 1 }, cancellationToken), cancellationToken);
            return null;
        }
        catch (BlobStoreException error) when (error.InnerException is AmazonS3Exception { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError } refused
            && refused.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests))
        {
            return error.Message;
        }
    }

    public async Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Not a conditional write, which not every service knows: two who write at once write the same.
        if (await LengthOfAsync(keys.Of(key), cancellationToken) is null) await PutAsync(keys.Of(key), content, cancellationToken);
    }

    public async Task<BlobContent?> OpenAsync(BlobKey key, long offset, long? length, CancellationToken cancellationToken)
    {
        var name = keys.Of(key);
        if (length == 0) return await LengthOfAsync(name, cancellationToken) is { } total ? new BlobContent(Stream.Null, total) : null;
        var isWhole = offset == 0 && length is null;
        try
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = name };
            if (!isWhole) request.ByteRange = length is { } asked ? new ByteRange(offset, offset + asked - 1) : new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-"));
            var response = await AskAsync(() => client.GetObjectAsync(request, cancellationToken), cancellationToken);
            if (isWhole) return new BlobContent(BodyOf(response), response.ContentLength);
            if (TotalOf(response.ContentRange) is { } all) return new BlobContent(BodyOf(response), all);
            response.Dispose();
            throw new BlobStoreException($"The bucket {bucket} does not know of ranges.");
        }
        catch (BlobStoreException error) when (error.InnerException is AmazonS3Exception answer)
        {
            if (S3Errors.IsMissing(answer)) return null;
            if (answer.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable) throw;
            return await OpenAsync(key, 0, 0, cancellationToken);
        }
    }

    public async Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var name = keys.Of(key);
        // Deleting itself does not tell.
        if (await LengthOfAsync(name, cancellationToken) is null) return false;
        await CheckOwnerAsync(cancellationToken);
        await AskAsync(() => client.DeleteObjectAsync(bucket, name, cancellationToken), cancellationToken);
        return true;
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(project, cancellationToken))
        {
            foreach (var found in page)
            {
                if (keys.Read(project, found.Key) is { } key)
                    yield return new StoredBlob(key, found.Size ?? 0, new DateTimeOffset((found.LastModified ?? DateTime.UnixEpoch).ToUniversalTime()));
            }
        }
    }

    // An object is whole or not there.
    public Task RemoveUnfinishedAsync(string project, DateTimeOffset olderThan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>The mark of the installation whose place it is; null for none.</returns>
    public async Task<string?> FindOwnerAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await AskAsync(() => client.GetObjectAsync(bucket, keys.Owner, cancellationToken), cancellationToken);
            using var reader = new StreamReader(BodyOf(response));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (BlobStoreException error) when (error.InnerException is AmazonS3Exception answer && S3Errors.IsMissing(answer))
        {
            return null;
        }
    }

    public async Task<bool> ClaimAsync(CancellationToken cancellationToken)
    {
        var found = await FindOwnerAsync(cancellationToken);
        if (found is null || (found != owner && found == options.TakeOverFrom))
        {
            await PutAsync(keys.Owner, Encoding.UTF8.GetBytes(owner), cancellationToken);
            // Of two who came at once one finds the other here, at the latest when he asks again.
            found = await FindOwnerAsync(cancellationToken);
        }
        var isOurs = found == owner;
        Volatile.Write(ref claimedUntil, isOurs ? (clock.GetUtcNow() + ClaimLasts).UtcTicks : 0);
        return isOurs;
    }

    public async Task DeleteProjectAsync(string project, CancellationToken cancellationToken)
    {
        await CheckOwnerAsync(cancellationToken);
        await foreach (var page in PagesAsync(project, cancellationToken))
        {
            if (page.Count == 0) continue;
            var request = new DeleteObjectsRequest { BucketName = bucket, Quiet = true, Objects = [.. page.Select(found => new KeyVersion { Key = found.Key })] };
            var response = await AskAsync(() => client.DeleteObjectsAsync(request, cancellationToken), cancellationToken);
            if (response.DeleteErrors is [var first, ..]) throw new BlobStoreException($"The bucket {bucket} did not delete {response.DeleteErrors.Count} objects: {first.Code}.");
        }
    }

    public void Dispose() => client.Dispose();

    // Rows elsewhere may name what no row names here.
    private async Task CheckOwnerAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow().UtcTicks < Volatile.Read(ref claimedUntil) || await ClaimAsync(cancellationToken)) return;
        throw new BlobStoreException($"The bucket {bucket} belongs to another installation, so nothing is deleted there.", isOthers: true);
    }

    private async IAsyncEnumerable<List<S3Object>> PagesAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = keys.OfProject(project), MaxKeys = PageSize };
        bool isMore;
        do
        {
            var response = await AskAsync(() => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            yield return response.S3Objects ?? [];
            request.ContinuationToken = response.NextContinuationToken;
            isMore = response.IsTruncated is true;
        }
        while (isMore);
    }

    private Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            using var body = new MemoryStream(content.ToArray(), writable: false);
            // Signed as a whole: signed chunks are more than some services understand.
            return await client.PutObjectAsync(
                new PutObjectRequest { BucketName = bucket, Key = name, InputStream = body, UseChunkEncoding = false, ContentType = "application/octet-stream" }, cancellationToken);
        },
        cancellationToken);

    /// <returns>Null where there is no such object.</returns>
    private async Task<long?> LengthOfAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync(() => client.GetObjectMetadataAsync(bucket, name, cancellationToken), cancellationToken)).ContentLength;
        }
        catch (BlobStoreException error) when (error.InnerException is AmazonS3Exception answer && S3Errors.IsMissing(answer))
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (S3Errors.IsOfBucket(error, cancellationToken))
        {
            throw S3Errors.Of(bucket, error);
        }
    }

    private S3Stream BodyOf(GetObjectResponse response) => new(response, TimeSpan.FromSeconds(options.TimeoutSeconds));

    // "bytes 5-9/10"
    private static long? TotalOf(string? range) =>
        range is not null && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;
}
