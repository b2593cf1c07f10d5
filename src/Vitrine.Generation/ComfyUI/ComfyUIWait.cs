namespace Vitrine.Generation.ComfyUI;

/// <summary>Waits until a job has ended: told so by the socket, and asking all the same, for a socket can be silent and a job can get lost.</summary>
internal sealed class ComfyUIWait(ComfyUIClient client, TimeSpan pollInterval, TimeProvider time)
{
    /// <summary>How often is asked while the socket would say it.</summary>
    private static readonly TimeSpan DoubtInterval = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How many times in a row asking may fail.</summary>
    private const int MaxFailures = 5;

    /// <exception cref="GenerationFailedException">The job is gone, or the server is.</exception>
    public async Task<ComfyUIHistory> ForAsync(string id, ComfyUISocket? socket, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var silent = socket?.FollowAsync(id, progress, stop.Token) ?? Task.CompletedTask;
        try
        {
            for (var failures = 0; ;)
            {
                // Known before it is asked, so that an end in between is asked for at once.
                var isSilent = silent.IsCompleted;
                try
                {
                    if (await FindAsync(id, cancellationToken) is { } history) return history;
                    failures = 0;
                }
                catch (GenerationFailedException error) when (error.Reason is GenerationFailures.Unavailable or GenerationFailures.RateLimited or GenerationFailures.TimedOut)
                {
                    // It may be back the next time; the job may be running, so it is not begun again.
                    if (++failures == MaxFailures) throw new GenerationFailedException(error.Reason, error.Message, error);
                }
                if (isSilent) await Task.Delay(pollInterval, time, cancellationToken);
                else await Task.WhenAny(silent, Task.Delay(DoubtInterval, time, stop.Token));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await silent;
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

    private async Task<ComfyUIHistory?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(id, cancellationToken) is { } history) return history;
        if (await client.IsQueuedAsync(id, cancellationToken, "queue_running", "queue_pending")) return null;
        // It may have ended between the two questions.
        return await client.FindAsync(id, cancellationToken)
            ?? throw new GenerationFailedException(GenerationFailures.Failed, "The job is neither in ComfyUI's queue nor in its history.");
    }
}
