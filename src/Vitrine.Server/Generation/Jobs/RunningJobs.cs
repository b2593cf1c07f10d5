using System.Collections.Concurrent;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>The images that this process is making. When the server stops, it waits until what came of them is written down. Thread-safe.</summary>
internal sealed class RunningJobs : IHostedService
{
    private readonly ConcurrentDictionary<(string Project, string Id), RunningJob> jobs = new();

    public RunningJob? Find(string project, string id) => jobs.GetValueOrDefault((project, id));

    public void Add(RunningJob job) => jobs[(job.Project, job.Id)] = job;

    public void Remove(RunningJob job) => jobs.TryRemove(KeyValuePair.Create((job.Project, job.Id), job));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(jobs.Values.Select(job => job.Ended)).WaitAsync(cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
