using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Health;

/// <summary>What a check found; <paramref name="Failure"/> is null where all is well.</summary>
/// <param name="IsVital">False where the server does most of its work without.</param>
internal sealed record CheckResult(string Name, string? Failure, bool IsVital = true);

/// <summary>Does the server do what it is there for?</summary>
internal sealed class HealthChecks(IProjectStores projects, IBlobStore blobs, DataFolder data, HealthOptions options, TimeProvider clock)
{
    // Everybody may ask, and a bucket counts its requests.
    private static readonly TimeSpan BlobsAgain = TimeSpan.FromSeconds(10);

    private const int Megabyte = 1024 * 1024;

    // An id that no fact has, since ids are not empty.
    private const string NoId = "";

    private Answered? lastOfBlobs;

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        [await CheckReadAsync(cancellationToken), await CheckWriteAsync(cancellationToken), CheckDisk(), await CheckBlobsAsync(cancellationToken)];

    private async Task<CheckResult> CheckReadAsync(CancellationToken cancellationToken) =>
        await OfEveryProjectAsync(
            "read",
            async (store, cancel) =>
            {
                await store.FindAsync(FactKind.Image, NoId, cancel);
                return null;
            },
            cancellationToken);

    private async Task<CheckResult> CheckWriteAsync(CancellationToken cancellationToken) =>
        await OfEveryProjectAsync(
            "write", async (store, cancel) => (await store.GetStatusAsync(cancel)).CanWrite ? null : "the last commit failed", cancellationToken);

    private CheckResult CheckDisk()
    {
        var free = new DriveInfo(data.Path).AvailableFreeSpace / Megabyte;
        return new CheckResult("disk", free < options.MinFreeMegabytes ? $"{free} MiB are free" : null);
    }

    private async Task<CheckResult> CheckBlobsAsync(CancellationToken cancellationToken)
    {
        if (lastOfBlobs is { } last && clock.GetElapsedTime(last.Asked) < BlobsAgain) return last.Result;
        var result = new CheckResult(
            "blobs",
            projects.Slugs.FirstOrDefault() is { } slug && await FailureAsync(
                async cancel =>
                {
                    await blobs.ExistsAsync(new BlobKey(slug, Bucket.Logos, default), cancel);
                    return null;
                },
                cancellationToken) is not null ? "pictures can neither be stored nor shown" : null,
            IsVital: false);
        lastOfBlobs = new Answered(clock.GetTimestamp(), result);
        return result;
    }

    // Everybody may ask, so projects are counted and not named; the metrics name them.
    private async Task<CheckResult> OfEveryProjectAsync(string name, Func<IFactStore, CancellationToken, Task<string?>> check, CancellationToken cancellationToken)
    {
        var slugs = projects.Slugs;
        var failures = await Task.WhenAll(slugs.Select(slug => FailureAsync(
            async cancel =>
            {
                try
                {
                    return await check(await projects.GetAsync(slug, cancel), cancel);
                }
                catch (Exception error) when (error is ProjectGoneException or StoreClosedException && projects.Find(slug) is null)
                {
                    // Deleted meanwhile, which is no failure.
                    return null;
                }
            },
            cancellationToken)));
        var failed = failures.OfType<string>().ToArray();
        return new CheckResult(name, failed.Length == 0 ? null : slugs.Count == 1 ? failed[0] : $"{failed[0]} ({failed.Length} of {slugs.Count} projects)");
    }

    // Whatever the store throws is the answer to the question that was asked.
    private async Task<string?> FailureAsync(Func<CancellationToken, Task<string?>> check, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.StoreMilliseconds), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await check(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return $"no answer within {options.StoreMilliseconds} ms";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.GetType().Name;
        }
    }

    private sealed record Answered(long Asked, CheckResult Result);
}
