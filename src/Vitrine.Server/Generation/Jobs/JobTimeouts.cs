using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Ends the jobs of which nothing was heard for too long. What this process is making itself has its own limit.</summary>
internal sealed partial class JobTimeouts(
    IProjectStores projects, RunningJobs running, JobEnds ends, GenerationOutbox outbox, JobOptions options, TimeProvider clock, ILogger<JobTimeouts> logger) : BackgroundService
{
    public const string TimedOut = "timed_out";

    private const int AtOnce = 100;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var project in projects.Slugs) await RunOnceAsync(project, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RunOnceAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not IJobStore jobs) return;
            var (now, timeout) = (FactTime.Now(clock), options.TimeoutMinutes * 60_000_000L);
            foreach (var job in await jobs.ListStuckJobsAsync(now, timeout, AtOnce, cancellationToken))
            {
                if (running.Find(project, job.Id) is not null) continue;
                var patience = Math.Min(job.Timeout ?? timeout, timeout);
                // Unless something was heard meanwhile.
                if (await ends.FailAsync(
                    project, jobs, job.Id, TimedOut, $"Nothing was heard of it for {patience / 1e6:0} s.", null, cancellationToken, known => known.UpdatedAt == job.UpdatedAt)) outbox.Wake();
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // As with a full disk: the next run tries again.
            LogFailure(logger, error, project);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Jobs of project {Project} could not be looked through; the next run tries again")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);
}
