using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>With <c>Media:Mirror</c>, fetches what is queued and keeps it whole, off every request's path; what the last end interrupted is still queued at the next start.</summary>
internal sealed partial class PictureMirror(
    IProjectStores projects, ImagePreviews previews, PreviewOptions options, MediaOptions media, TimeProvider clock, ILogger<PictureMirror> logger) : BackgroundService
{
    private const int AtOnce = 64;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>Fetches what is due in a project, until nothing is.</summary>
    public async Task MirrorAllAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not (IFetchQueue queue and IPictureIndex index and IFactStore store)) return;
            var turn = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
            while (await queue.ListDueFetchesAsync(FactTime.Now(clock), AtOnce, cancellationToken) is { Count: > 0 } due)
                await Parallel.ForEachAsync(due, turn, async (fetch, cancel) => await MirrorAsync(project, store, index, queue, fetch, cancel));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A full disk, or a project that was just deleted: what is queued stays so.
            LogFailure(logger, error, project);
        }
    }

    /// <summary>How long to wait before an attempt, after so many.</summary>
    public static TimeSpan DelayAfter(int attempts) => TimeSpan.FromTicks((long)Math.Min(LongestDelay.Ticks, FirstDelay.Ticks * Math.Pow(5, attempts - 1)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!media.Mirror) return;
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                foreach (var project in projects.Slugs) await MirrorAllAsync(project, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is queued stays so.
        }
    }

    private async Task MirrorAsync(string project, IFactStore store, IPictureIndex index, IFetchQueue queue, PictureFetch fetch, CancellationToken cancellationToken)
    {
        var image = await store.FindAsync(FactKind.Image, fetch.ImageId, cancellationToken);
        if (image is null || ImagePreviews.AddressOf(image.Text("image_url")) is not { } address || await ImagePictures.FindAsync(project, index, image, cancellationToken) is { IsWhole: true })
        {
            await queue.RemoveFetchAsync(fetch.ImageId, cancellationToken);
            return;
        }
        // It takes what it could fetch out of the queue.
        if (await previews.FetchAsync(project, index, fetch.ImageId, address) is not { } failure) return;
        if (failure is { MayPass: true, NotBefore: { } notBefore })
        {
            // A microsecond more than what the time may have lost of its ticks.
            await queue.NoteFetchAsync(fetch with { NextAt = FactTime.From(notBefore) + 1, Failure = failure.Code }, cancellationToken);
            return;
        }
        var attempts = fetch.Attempts + 1;
        var goesOn = failure.MayPass && attempts < options.MirrorAttempts;
        await queue.NoteFetchAsync(new PictureFetch(fetch.ImageId, attempts, goesOn ? FactTime.From(clock.GetUtcNow() + DelayAfter(attempts)) : null, failure.Code), cancellationToken);
        if (!goesOn) LogGivenUp(logger, fetch.ImageId, project, attempts, failure.Code);
    }

    [LoggerMessage(LogLevel.Warning, "The picture of image {Image} in project {Project} is not mirrored: given up after {Attempts} attempts, {Code}")]
    private static partial void LogGivenUp(ILogger logger, string image, string project, int attempts, string code);

    [LoggerMessage(LogLevel.Warning, "Pictures of project {Project} wait to be mirrored: it failed, and is tried again")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);
}
