using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Health;

/// <summary>What a check found; <paramref name="Failure"/> is null where all is well.</summary>
internal sealed record CheckResult(string Name, string? Failure);

/// <summary>Does the server do what it is there for?</summary>
internal sealed class HealthChecks(IProjectStores projects, DataFolder data, HealthOptions options, TimeProvider clock)
{
    private const int Megabyte = 1024 * 1024;

    // An id that no fact has, since ids are not empty.
    private const string NoId = "";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        [await CheckReadAsync(cancellationToken), await CheckWriteAsync(cancellationToken), CheckDisk()];

    private async Task<CheckResult> CheckReadAsync(CancellationToken cancellationToken) =>
        new("read", await FailureAsync(
            async cancel =>
            {
                var store = await projects.GetAsync(Project.DefaultSlug, cancel);
                await store.FindAsync(FactKind.Image, NoId, cancel);
                return null;
            },
            cancellationToken));

    private async Task<CheckResult> CheckWriteAsync(CancellationToken cancellationToken) =>
        new("write", await FailureAsync(
            async cancel =>
            {
                var store = await projects.GetAsync(Project.DefaultSlug, cancel);
                return (await store.GetStatusAsync(cancel)).CanWrite ? null : "the last commit failed";
            },
            cancellationToken));

    private CheckResult CheckDisk()
    {
        var free = new DriveInfo(data.Path).AvailableFreeSpace / Megabyte;
        return new CheckResult("disk", free < options.MinFreeMegabytes ? $"{free} MiB are free" : null);
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
}
