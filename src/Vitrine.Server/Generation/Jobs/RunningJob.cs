using Vitrine.Generation;
using Vitrine.Generation.RunPod;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>An image that is being made: how far it is, and how to end it. Thread-safe.</summary>
/// <param name="changed">Called at every news, from any thread.</param>
internal sealed class RunningJob(string project, string id, Action<GenerationProgress> changed) : IProgress<GenerationProgress>, IDisposable
{
    private readonly CancellationTokenSource cancelled = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock guard = new();
    private JobProgress? progress;

    public string Project => project;

    public string Id => id;

    /// <summary>Null as long as nothing was heard.</summary>
    public JobProgress? Progress
    {
        get
        {
            lock (guard) return progress;
        }
    }

    /// <summary>Who waits for it at RunPod; null where nobody does.</summary>
    public RunPodImageGenerator? RunPod { get; set; }

    /// <summary>Ends when nobody wants the image any more.</summary>
    public CancellationToken Cancelled => cancelled.Token;

    /// <summary>Once what came of it is written down. It never fails.</summary>
    public Task Ended => ended.Task;

    public void Report(GenerationProgress value)
    {
        lock (guard)
        {
            if (progress?.Now == value) return;
            progress = new JobProgress((progress?.Number ?? 0) + 1, value);
        }
        changed(value);
    }

    /// <summary>The provider is told; wait for <see cref="Ended"/> to know whether it was in time.</summary>
    public Task CancelAsync()
    {
        lock (guard) return ended.Task.IsCompleted ? Task.CompletedTask : cancelled.CancelAsync();
    }

    public void Dispose()
    {
        lock (guard)
        {
            ended.TrySetResult();
            cancelled.Dispose();
        }
    }
}

/// <param name="Number">Of the news, from 1.</param>
internal sealed record JobProgress(int Number, GenerationProgress Now);
