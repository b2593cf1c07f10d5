using System.Collections.Concurrent;
using System.Threading.Channels;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures;

/// <summary>Makes the thumbnails of pictures that were stored without, off the request's path; what was left at the last end is found again at the start.</summary>
internal sealed partial class PicturePreparation(
    IProjectStores projects, IBlobStore blobs, IPictureReader reader, PictureLocks locks, TimeProvider clock, ILogger<PicturePreparation> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private const int MaxTries = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    // Pictures on which decoders failed, how often, and when each is tried again. Forgotten with the process, so a busy machine's failures are not held against them for ever.
    private readonly ConcurrentDictionary<BlobKey, (int Tries, DateTimeOffset DueAt)> failed = new();

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
            while (true)
            {
                foreach (var project in projects.Slugs) await PrepareAllAsync(project, stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the rest is found at the next start.
        }
    }

    // Until there is more to do, or what failed is due again.
    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        foreach (var gone in failed.Keys.Where(key => projects.Find(key.Project) is null)) failed.TryRemove(gone, out _);
        var left = failed.IsEmpty ? Timeout.InfiniteTimeSpan : failed.Values.Min(one => one.DueAt) - clock.GetUtcNow();
        // What is due and still here could not be looked at, as with a full disk.
        var wait = failed.IsEmpty || left > ShortestWait ? left : ShortestWait;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(calls.Reader.WaitToReadAsync(either.Token).AsTask(), Task.Delay(wait, clock, either.Token));
        await either.CancelAsync();
        calls.Reader.TryRead(out _);
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <summary>Makes all thumbnails of a project that are missing, but for those on which decoders failed a short while ago.</summary>
    public async Task PrepareAllAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not IPictureIndex index) return;
            while (true)
            {
                // Those that wait may be the first of the list.
                var waiting = failed.Keys.Count(key => key.Project == project);
                var pictures = (await index.ListUnpreparedAsync(AtOnce + waiting, cancellationToken)).Where(picture => IsDue(KeyOf(project, picture))).ToList();
                if (pictures.Count == 0)
                {
                    // Whatever is due and not in the list was removed meanwhile.
                    foreach (var gone in failed.Keys.Where(key => key.Project == project && IsDue(key))) failed.TryRemove(gone, out _);
                    return;
                }
                int done = 0, missing = 0;
                foreach (var picture in pictures)
                {
                    var outcome = await PrepareAsync(project, index, picture, cancellationToken);
                    if (outcome == Outcome.Missing) missing++;
                    else done++;
                }
                if (done > 0) continue;
                LogMissing(logger, missing, project);
                return;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A full disk, or a project that was just deleted: the next call tries again.
            LogFailure(logger, error, project);
        }
    }

    private static BlobKey KeyOf(string project, PictureRecord picture) => new(project, picture.Bucket, picture.Hash);

    private bool IsDue(BlobKey key) => !failed.TryGetValue(key, out var before) || before.DueAt <= clock.GetUtcNow();

    private async Task<Outcome> PrepareAsync(string project, IPictureIndex index, PictureRecord picture, CancellationToken cancellationToken)
    {
        var key = KeyOf(project, picture);
        var colour = "";
        using var held = await locks.EnterAsync(key, cancellationToken);
        try
        {
            if (await blobs.ReadAllAsync(key, cancellationToken) is not { } bytes) return Outcome.Missing;
            var prepared = await reader.PrepareAsync(bytes, cancellationToken);
            await StoreAsync(blobs, key, prepared, cancellationToken);
            colour = prepared.Colour;
        }
        catch (PictureRefusedException refused)
        {
            LogRefused(logger, picture.Hash, project, refused.Code);
        }
        catch (DecoderFailedException error)
        {
            LogRefused(logger, picture.Hash, project, error.Code);
            var tries = failed.GetValueOrDefault(key).Tries + 1;
            if (tries < MaxTries)
            {
                failed[key] = (tries, clock.GetUtcNow() + (FirstDelay * Math.Pow(10, tries - 1)));
                return Outcome.Waits;
            }
        }
        await index.NotePreparedAsync(picture.Bucket, picture.Hash, colour, cancellationToken);
        failed.TryRemove(key, out _);
        return Outcome.Noted;
    }

    private enum Outcome
    {
        Noted,

        /// <summary>Its decoders failed; it is tried again.</summary>
        Waits,

        /// <summary>Its bytes are not there, as where another store than the one that has them was set up: nothing is noted of it.</summary>
        Missing,
    }

    [LoggerMessage(LogLevel.Warning, "The bytes of {Count} pictures in project {Project} are not where Vitrine:Blobs:Store keeps pictures")]
    private static partial void LogMissing(ILogger logger, int count, string project);

    [LoggerMessage(LogLevel.Warning, "Thumbnails in project {Project} wait: they could not be stored")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);

    [LoggerMessage(LogLevel.Warning, "Picture {Hash} in project {Project} has no thumbnails: {Code}")]
    private static partial void LogRefused(ILogger logger, BlobHash hash, string project, string code);
}
