using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures;

/// <summary>Every hour removes bytes that no row names, as a crash leaves them. Younger ones are left alone: their row may be on its way.</summary>
internal sealed partial class PictureSweep(IProjectStores projects, IBlobStore blobs, PictureKeeper keeper, TimeProvider clock, ILogger<PictureSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <returns>How many pictures went.</returns>
    public async Task<int> RunOnceAsync(string project, CancellationToken cancellationToken)
    {
        if (await projects.GetAsync(project, cancellationToken) is not IPictureIndex index) return 0;
        var removed = 0;
        var oldest = clock.GetUtcNow() - Grace;
        if (!await blobs.ClaimAsync(cancellationToken))
        {
            LogOthers(logger, project);
            return 0;
        }
        await blobs.RemoveUnfinishedAsync(project, oldest, cancellationToken);
        await foreach (var blob in blobs.ListAsync(project, cancellationToken))
        {
            if (blob.WrittenAt >= oldest || await index.FindPictureAsync(blob.Key.Bucket, blob.Key.Hash, cancellationToken) is not null) continue;
            if (await keeper.DeleteUnusedAsync(blob.Key with { Variant = BlobVariant.Original }, index, cancellationToken)) removed++;
        }
        if (removed > 0) LogRemoved(logger, removed, project);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var project in projects.Slugs) await TryAsync(project, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(project, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailure(logger, error, project);
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed {Count} blobs that nothing refers to from project {Project}")]
    private static partial void LogRemoved(ILogger logger, int count, string project);

    [LoggerMessage(LogLevel.Warning, "The blobs of project {Project} are not swept: where they are kept belongs to another installation")]
    private static partial void LogOthers(ILogger logger, string project);

    [LoggerMessage(LogLevel.Warning, "The sweep of project {Project} failed; it is tried again in an hour")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);
}
