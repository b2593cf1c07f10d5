using System.Collections.Concurrent;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Media.Remote;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>
/// Fetches the pictures of images that are known by their URL and keeps of them what is kept: thumbnails, or all of it. However many ask for an image's picture, it is
/// fetched once, and goes on where they have gone.
/// </summary>
internal sealed partial class ImagePreviews(
    RemotePictures remote, PictureKeeper keeper, FailureMemory failures, PreviewOptions options, MediaOptions media, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<ImagePreviews> logger) : IDisposable
{
    private static readonly TimeSpan StoreDelay = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Project, string Image), Lazy<Task<FetchFailure?>>> running = new();
    private readonly SemaphoreSlim turns = new(options.Concurrency);

    /// <summary>The address of a picture that is to be fetched; null for none.</summary>
    public static Uri? AddressOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address : null;

    /// <summary>Fetches a picture for somebody who waits, but not for ever.</summary>
    /// <returns>Why it is not here; null where it is now.</returns>
    public async Task<Problem?> ShowAsync(string project, IPictureIndex index, string image, Uri address, CancellationToken cancellationToken)
    {
        if (failures.Find(project, address) is { } known) return Unavailable(known);
        if (running.Count >= options.MaxWaiting && !running.ContainsKey((project, image))) return Problems.Unavailable.With("As many pictures wait to be fetched as may.") with { RetryAfter = 5 };
        try
        {
            return await FetchAsync(project, index, image, address).WaitAsync(TimeSpan.FromSeconds(options.WaitSeconds), clock, cancellationToken) is { } failure ? Unavailable(failure) : null;
        }
        catch (TimeoutException)
        {
            return Problems.Unavailable.With("The image's picture is being fetched from its address.") with { RetryAfter = 5 };
        }
    }

    /// <summary>Fetches a picture, unless it failed a short while ago.</summary>
    /// <returns>Why it is not here; null where it is now.</returns>
    public Task<FetchFailure?> FetchAsync(string project, IPictureIndex index, string image, Uri address) => running.GetOrAdd(
        (project, image),
        key => new Lazy<Task<FetchFailure?>>(() => Task.Run(async () =>
        {
            try
            {
                return await RunAsync(project, index, image, address, lifetime.ApplicationStopping);
            }
            finally
            {
                running.TryRemove(key, out _);
            }
        }))).Value;

    public void Dispose() => turns.Dispose();

    private async Task<FetchFailure?> RunAsync(string project, IPictureIndex index, string image, Uri address, CancellationToken stopping)
    {
        await turns.WaitAsync(CancellationToken.None);
        try
        {
            // Also what was learnt of the host while this waited.
            if (failures.Find(project, address) is { } known) return known;
            var bytes = await remote.FetchAsync(address, stopping);
            await keeper.KeepPreviewAsync(project, index, bytes, new PictureOwner(PictureOwnerKind.Preview, image), media.Mirror, stopping);
            if (media.Mirror && index is IFetchQueue queue) await queue.RemoveFetchAsync(image, stopping);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new FetchFailure("stopping", "The server stops.", MayPass: true) { NotBefore = clock.GetUtcNow() + StoreDelay };
        }
        catch (FetchFailedException failed)
        {
            return Remember(new FetchFailure(failed.Code, failed.Message, failed.MayPass), failed.DeadHost);
        }
        catch (PictureRefusedException refused)
        {
            return Remember(new FetchFailure(refused.Code, refused.Message, MayPass: false));
        }
        catch (DecoderFailedException failed)
        {
            return Remember(new FetchFailure(failed.Code, failed.Message, MayPass: true));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AppendRejectedException)
        {
            // The disk is full or fails. Nothing is wrong with the picture.
            LogNotStored(logger, error, image, project);
            return new FetchFailure("not_stored", "The picture could not be stored.", MayPass: true) { NotBefore = clock.GetUtcNow() + StoreDelay };
        }
        catch (Exception error) when (error is StoreClosedException or ProjectGoneException)
        {
            return new FetchFailure("project_gone", "The project is gone.", MayPass: false);
        }
        finally
        {
            turns.Release();
        }

        FetchFailure Remember(FetchFailure failure, Uri? deadHost = null)
        {
            failures.Add(project, address, failure, deadHost);
            return failure;
        }
    }

    private static Problem Unavailable(FetchFailure failure) => Problems.NotFound.With($"The image's picture cannot be fetched from its address: {failure.Code}: {failure.Detail}");

    [LoggerMessage(LogLevel.Warning, "The picture of image {Image} in project {Project} was fetched, but could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception error, string image, string project);
}
