using Vitrine.Core.Blobs;
using Vitrine.Media.Blobs.S3;
using Vitrine.Server.Projects;
using Vitrine.Storage.Blobs;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Pictures;

/// <summary>
/// Asks the store of pictures before the server takes requests. What it refuses for good, as a wrong key, stops the start; a bucket that does not answer is
/// only warned of, since everything but pictures works without it.
/// </summary>
internal sealed partial class BlobStoreStart(IBlobStore blobs, S3Options s3, IProjectStores projects, ILogger<BlobStoreStart> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        switch (blobs)
        {
            case S3BlobStore bucket:
                await CheckAsync(bucket, cancellationToken);
                break;
            case SqliteBlobStore database:
                Check(database);
                break;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CheckAsync(S3BlobStore bucket, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            if (await bucket.FindRefusalAsync(patience.Token) is { } refusal)
                throw new StartException($"{refusal} Vitrine:S3:Bucket, Endpoint, Region, AccessKey and SecretKey must fit together, and the key may list, read, write and delete.");
            if (!await bucket.ClaimAsync(patience.Token)) LogOthers(logger, s3.Bucket, s3.KeyPrefix, await bucket.FindOwnerAsync(patience.Token));
        }
        catch (BlobStoreException error)
        {
            LogUnreachable(logger, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(logger, $"The bucket {s3.Bucket} did not answer within {Patience.TotalSeconds} s.");
        }
    }

    private void Check(SqliteBlobStore database)
    {
        try
        {
            foreach (var project in projects.Slugs) database.Check(project);
        }
        catch (NewerSchemaException error)
        {
            throw new StartException(error.Message, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason} Until it answers, pictures can neither be stored nor shown; everything else works")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning,
        "Bucket {Bucket} belongs under the prefix '{Prefix}' to another installation, {Owner}, so nothing is deleted there. If that one is gone for good, set Vitrine:S3:TakeOverFrom to {Owner}; else set another Vitrine:S3:KeyPrefix")]
    private static partial void LogOthers(ILogger logger, string? bucket, string? prefix, string? owner);
}
