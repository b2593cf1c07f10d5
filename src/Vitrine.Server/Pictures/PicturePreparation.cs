using System.Threading.Channels;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures;

/// <summary>Makes the thumbnails of pictures that were stored without, off the request's path; what was left at the last end is found again at the start.</summary>
internal sealed partial class PicturePreparation(IProjectStores projects, IBlobStore blobs, IPictureReader reader, PictureLocks locks, ILogger<PicturePreparation> logger)
    : BackgroundService
{
    private const int AtOnce = 16;

    // One waiting call is enough: each looks at everything.
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => calls.Writer.TryWrite(true);

    /// <summary>Stores the thumbnails of a picture. The caller holds its lock.</summary>
    public static async Task StoreAsync(IBlobStore blobs, BlobKey picture, PreparedPicture prepared, CancellationToken cancellationToken)
    {
        foreach (var thumbnail in prepared.Thumbnails)
            await blobs.PutAsync(picture with { Variant = PictureSizes.VariantOf(thumbnail.Size) }, thumbnail.Bytes, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do
            {
                foreach (var project in projects.Slugs) await PrepareAllAsync(project, stoppingToken);
            }
            while (await calls.Reader.ReadAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the rest is found at the next start.
        }
    }

    /// <summary>Makes all thumbnails of a project that are missing.</summary>
    public async Task PrepareAllAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not IPictureIndex index) return;
            while (await index.ListUnpreparedAsync(AtOnce, cancellationToken) is { Count: > 0 } pictures)
            {
                var noted = 0;
                foreach (var picture in pictures)
                {
                    if (await PrepareAsync(project, index, picture, cancellationToken)) noted++;
                }
                if (noted > 0) continue;
                LogMissing(logger, pictures.Count, project);
                return;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A full disk, or a project that was just deleted: the next call tries again.
            LogFailure(logger, error, project);
        }
    }

    /// <returns>False where its bytes are not there, as where another store than the one that has them was set up: nothing is noted of it.</returns>
    private async Task<bool> PrepareAsync(string project, IPictureIndex index, PictureRecord picture, CancellationToken cancellationToken)
    {
        var key = new BlobKey(project, picture.Bucket, picture.Hash);
        var colour = "";
        using var held = await locks.EnterAsync(key, cancellationToken);
        try
        {
            if (await blobs.ReadAllAsync(key, cancellationToken) is not { } bytes) return false;
            var prepared = await reader.PrepareAsync(bytes, cancellationToken);
            await StoreAsync(blobs, key, prepared, cancellationToken);
            colour = prepared.Colour;
        }
        catch (PictureRefusedException refused)
        {
            LogRefused(logger, picture.Hash, project, refused.Code);
        }
        await index.NotePreparedAsync(picture.Bucket, picture.Hash, colour, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The bytes of {Count} pictures in project {Project} are not where Vitrine:Blobs:Store keeps pictures")]
    private static partial void LogMissing(ILogger logger, int count, string project);

    [LoggerMessage(LogLevel.Warning, "Thumbnails in project {Project} wait: they could not be stored")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);

    [LoggerMessage(LogLevel.Warning, "Picture {Hash} in project {Project} has no thumbnails: {Code}")]
    private static partial void LogRefused(ILogger logger, BlobHash hash, string project, string code);
}
