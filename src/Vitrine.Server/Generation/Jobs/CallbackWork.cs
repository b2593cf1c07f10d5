using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Generation.RunPod;
using Vitrine.Media.Remote;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>
/// Works on what callbacks said: gets the picture, keeps it, and ends the job. What waits is in the store, so the end of the process takes none of it along; each step can be
/// done again, so it does not matter where it was cut off.
/// </summary>
internal sealed partial class CallbackWork(
    IProjectStores projects, PictureKeeper keeper, RemotePictures remote, ImageGenerators generators, JobEnds ends, GenerationOutbox outbox, JobOptions options,
    TimeProvider clock, ILogger<CallbackWork> logger) : BackgroundService
{
    private const int AtOnce = 50;

    private static readonly TimeSpan CollectTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Stores what was said; from here on it is not lost.</summary>
    public async Task AddAsync(string project, IJobStore jobs, string id, CallbackReport report, ReadOnlyMemory<byte>? picture, CancellationToken cancellationToken)
    {
        var now = FactTime.Now(clock);
        await jobs.AddCallbackAsync(new JobCallback(id, report.Status, JsonSerializer.Serialize(report, CallbackJson.Default.CallbackReport), picture, now, 0, now), cancellationToken);
        LogReceived(logger, id, project);
        calls.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var next = long.MaxValue;
                foreach (var project in projects.Slugs) next = Math.Min(next, await WorkAsync(project, stoppingToken));
                await WaitAsync(next, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is left is found at the next start.
        }
    }

    // Until more is said, or what waits is due.
    private async Task WaitAsync(long next, CancellationToken stoppingToken)
    {
        var wait = next == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMicroseconds(Math.Clamp(next - FactTime.Now(clock), 0, 60_000_000));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(calls.Reader.WaitToReadAsync(stop.Token).AsTask(), Task.Delay(wait, clock, stop.Token));
        await stop.CancelAsync();
        calls.Reader.TryRead(out _);
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <returns>When the next of the project is due, in microseconds since the Unix epoch.</returns>
    private async Task<long> WorkAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            if (await projects.GetAsync(project, cancellationToken) is not (IJobStore jobs and IFactStore store)) return long.MaxValue;
            while (await jobs.ListDueCallbacksAsync(FactTime.Now(clock), AtOnce, cancellationToken) is { Count: > 0 } due)
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.CallbackConcurrency, CancellationToken = cancellationToken };
                // What was said of one job is done in the order in which it was said.
                await Parallel.ForEachAsync(due.GroupBy(callback => callback.JobId), parallel, async (said, token) =>
                {
                    foreach (var callback in said) await WorkAsync(project, store, jobs, callback, token);
                });
            }
            return await jobs.FindNextCallbackAsync(cancellationToken) ?? long.MaxValue;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, error, project);
            return FactTime.Now(clock) + (long)LongestDelay.TotalMicroseconds;
        }
    }

    private async Task WorkAsync(string project, IFactStore store, IJobStore jobs, JobCallback callback, CancellationToken cancellationToken)
    {
        try
        {
            var job = await jobs.FindJobAsync(callback.JobId, cancellationToken);
            var report = JsonSerializer.Deserialize(callback.Report, CallbackJson.Default.CallbackReport)!;
            if (job is null || await IsDoneAsync(project, store, jobs, job, callback, report, cancellationToken)) await jobs.RemoveCallbackAsync(callback.JobId, callback.Outcome, cancellationToken);
            else await PostponeAsync(jobs, callback, callback.Attempts, cancellationToken);
            outbox.Wake();
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogPostponed(logger, error, callback.JobId);
            await PostponeAsync(jobs, callback, callback.Attempts + 1, cancellationToken);
        }
    }

    /// <returns>False where it has to wait without having failed.</returns>
    private async Task<bool> IsDoneAsync(
        string project, IFactStore store, IJobStore jobs, ImageJob job, JobCallback callback, CallbackReport report, CancellationToken cancellationToken)
    {
        if (callback.Outcome == JobStatus.Failed)
        {
            await ends.FailAsync(project, jobs, job.Id, "worker_failed", report.Error ?? "The worker does not say why.", report, cancellationToken);
            return true;
        }
        if (JobEnds.ImageOf(job) is not { } image) return true;
        // The fact of its failure first: it is in the same place.
        if (job.PendingFact is not null) return false;

        // That of the time when the job began, where the image is the one it was to be.
        var end = new JobEnd(image, image == job.Id ? job.CreatedAt : callback.ReceivedAt)
        {
            Report = report, Seconds = report.GenerationTime ?? Math.Max(0, (callback.ReceivedAt - job.CreatedAt) / 1e6),
        };
        PictureRecord picture;
        try
        {
            var bytes = (await jobs.FindCallbackAsync(callback.JobId, callback.Outcome, cancellationToken))?.Picture ?? await GetAsync(job, report, cancellationToken);
            picture = await keeper.KeepDecodedAsync(project, (IPictureIndex)store, Bucket.GeneratedImages, bytes, new PictureOwner(PictureOwnerKind.Image, image), cancellationToken);
        }
        catch (FetchFailedException failed) when (failed.MayPass && callback.Attempts + 1 < options.CallbackAttempts)
        {
            throw;
        }
        catch (Exception failed) when (failed is FetchFailedException or PictureRefusedException or GenerationFailedException { IsRetryable: false })
        {
            // With an address the image is there, only not here; without one there is none.
            if (report.ImageUrl is { } elsewhere) await ends.SucceedAsync(project, jobs, job.Id, end with { ImageUrl = elsewhere }, cancellationToken);
            else await ends.FailAsync(project, jobs, job.Id, GenerationFailures.NoImage, failed.Message, report, cancellationToken);
            return true;
        }
        var url = report.BaseUrl + ShowPicture.PathOf(project, picture);
        await ends.SucceedAsync(project, jobs, job.Id, end with { Picture = picture, ImageUrl = url }, cancellationToken);
        return true;
    }

    // Of a job of our own nothing is believed but what its provider answers when it is asked.
    private async Task<ReadOnlyMemory<byte>> GetAsync(ImageJob job, CallbackReport report, CancellationToken cancellationToken)
    {
        if (job.IsOfApp) return await remote.FetchAsync(new Uri(report.ImageUrl!), cancellationToken);
        using var use = generators.Take(RunPodImageGenerator.ProviderName);
        if (use?.Generator.GetService<RunPodImageGenerator>() is not { } runPod) throw new GenerationFailedException(GenerationFailures.Failed, "The provider is not set up any more.");
        // It said that it had ended; one who lies is not waited for.
        using var late = new CancellationTokenSource(CollectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var response = await runPod.CollectAsync(report.ProviderJobId!, either.Token);
        return response.Contents.OfType<DataContent>().FirstOrDefault()?.Data ?? throw new GenerationFailedException(GenerationFailures.NoImage, "The provider answered without a picture.");
    }

    private async Task PostponeAsync(IJobStore jobs, JobCallback callback, int attempts, CancellationToken cancellationToken)
    {
        var delay = Math.Min(FirstDelay.TotalMicroseconds * Math.Pow(2, attempts - 1), LongestDelay.TotalMicroseconds);
        await jobs.PostponeCallbackAsync(callback.JobId, callback.Outcome, attempts, FactTime.Now(clock) + (long)Math.Max(delay, FirstDelay.TotalMicroseconds), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Job {Job} of project {Project} was called back")]
    private static partial void LogReceived(ILogger logger, string job, string project);

    [LoggerMessage(LogLevel.Warning, "What was said of job {Job} is tried again")]
    private static partial void LogPostponed(ILogger logger, Exception error, string job);

    [LoggerMessage(LogLevel.Warning, "What was said of jobs in project {Project} waits")]
    private static partial void LogFailure(ILogger logger, Exception error, string project);
}
