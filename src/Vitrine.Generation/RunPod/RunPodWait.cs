using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Vitrine.Generation.RunPod;

/// <summary>Asks after a job until it has ended, more and more seldom; at once when it is said to have ended.</summary>
internal sealed class RunPodWait(RunPodClient client, RunPodOptions options, TimeProvider time)
{
    private const double Growth = 1.5;

    /// <summary>How many times in a row asking may fail.</summary>
    private const int MaxFailures = 8;

    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    // One bell for each job that is waited for. Rung while nobody sleeps, it is heard by the next who wants to.
    private readonly ConcurrentDictionary<string, Channel<bool>> bells = new(StringComparer.Ordinal);

    public void Wake(string id)
    {
        if (bells.TryGetValue(id, out var bell)) bell.Writer.TryWrite(true);
    }

    public async Task<RunPodJob> ForAsync(RunPodJob job, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        var bell = bells[job.Id] = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        try
        {
            return await ForAsync(job, bell.Reader, progress, cancellationToken);
        }
        finally
        {
            bells.TryRemove(KeyValuePair.Create(job.Id, bell));
        }
    }

    /// <summary>As well as can be: who cancels has left already.</summary>
    public async Task CancelAsync(string id)
    {
        using var deadline = new CancellationTokenSource(CancelTimeout, time);
        try
        {
            await client.CancelAsync(id, deadline.Token);
        }
        catch (Exception error) when (error is GenerationFailedException or OperationCanceledException)
        {
            // Then the job ends by itself.
        }
    }

    private async Task<RunPodJob> ForAsync(RunPodJob job, ChannelReader<bool> bell, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        var interval = options.FirstPoll;
        for (var failures = 0; !job.HasEnded;)
        {
            progress?.Report(new GenerationProgress(job.State is RunPodState.Queued ? GenerationStage.Queued : GenerationStage.Running, JobId: job.Id));
            await SleepAsync(bell, interval, cancellationToken);
            interval = Shorter(interval * Growth, options.LongestPoll);
            try
            {
                job = await client.StatusAsync(job.Id, cancellationToken);
                failures = 0;
            }
            catch (GenerationFailedException error) when (error.Reason is GenerationFailures.Unavailable or GenerationFailures.RateLimited or GenerationFailures.TimedOut)
            {
                // It may be back the next time; the job may be running, so it is not begun again.
                if (++failures == MaxFailures) throw new GenerationFailedException(error.Reason, error.Message, error);
                if (error.RetryAfter > interval) interval = Shorter(error.RetryAfter.Value, TimeSpan.FromMinutes(1));
            }
        }
        return job;
    }

    private async Task SleepAsync(ChannelReader<bool> bell, TimeSpan interval, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(bell.WaitToReadAsync(stop.Token).AsTask(), Task.Delay(interval, time, stop.Token));
        await stop.CancelAsync();
        bell.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
