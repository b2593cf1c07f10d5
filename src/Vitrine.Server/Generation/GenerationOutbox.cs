using System.Threading.Channels;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Generation;

/// <summary>Stores the facts that a full queue or disk, or the end of the process, kept back; and ends the jobs that a process took along.</summary>
internal sealed partial class GenerationOutbox(
    IProjectStores projects, GenerationFacts facts, JobEnds ends, TimeProvider clock, ILogger<GenerationOutbox> logger) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => calls.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = FactTime.Now(clock);
            foreach (var project in projects.Slugs) await EndInterruptedAsync(project, started, stoppingToken);
            while (true)
            {
                var isDone = true;
                foreach (var project in projects.Slugs) isDone &= await StoreAllAsync(project, stoppingToken);
                if (isDone) await calls.Reader.ReadAsync(stoppingToken);
                else await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is left is found at the next start.
        }
    }

    // Whatever ran when the process ended runs nowhere now.
    private async Task EndInterruptedAsync(string project, long started, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not IEntityStore entities) return;
            foreach (var job in await entities.ListJobsAsync(new JobListQuery { Status = JobStatus.Running, Limit = int.MaxValue }, cancellationToken))
            {
                if (job.UpdatedAt < started && !job.IsOfApp) await ends.FailAsync(project, entities, job.Id, GenerationRun.Interrupted, "The server's process ended meanwhile.", null, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailure(logger, error, project);
        }
    }

    /// <returns>False where some facts still wait.</returns>
    private async Task<bool> StoreAllAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            var store = await projects.GetAsync(project, cancellationToken);
            if (store is not IEntityStore entities) return true;
            var jobs = await entities.ListPendingJobsAsync(AtOnce, cancellationToken);
            foreach (var job in jobs)
            {
                if (!await facts.TryStoreAsync(store, job, cancellationToken)) return false;
            }
            return jobs.Count < AtOnce;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailure(logger, error, project);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Facts of images in project {Project} wait: they could not be stored")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);
}
