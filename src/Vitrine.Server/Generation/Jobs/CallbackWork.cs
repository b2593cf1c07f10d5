using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Pricing;
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
    IProjectStores projects, PictureKeeper keeper, RemotePictures remote, ImageGenerators generators, JobEnds ends, GenerationOutbox outbox, PriceList prices,
    JobOptions options, TimeProvider clock, ILogger<CallbackWork> logger) : BackgroundService
{
    private const int AtOnce = 50;

    // A quarter of an hour: what is to be had is paid for.
    private const int PatientAttempts = 10;

    private static readonly TimeSpan CollectTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    // Of all projects together.
    private readonly SemaphoreSlim turns = new(options.CallbackConcurrency);
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Stores what was said; from here on it is not lost.</summary>
    public async Task AddAsync(string project, IJobStore jobs, string id, CallbackReport report, ReadOnlyMemory<byte>? picture, CancellationToken cancellationToken)
    {
        var now = FactTime.Now(clock);
        await jobs.AddCallbackAsync(new JobCallback(id, report.Status, JsonSerializer.Serialize(report, CallbackJson.Default.CallbackReport), picture, now, 0, now), cancellationToken);
        LogReceived(logger, id, project);
        calls.Writer.TryWrite(true);
    }

    // Each project goes at its own pace, so slow pictures of one keep no other waiting.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var working = new Dictionary<string, Task<long>>(StringComparer.Ordinal);
        var due = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                // More was said, though not of which project; one that is at work may have looked already.
                if (calls.Reader.TryRead(out _))
                {
                    due.Clear();
                    foreach (var project in working.Keys) due[project] = 0;
                }
                foreach (var (project, _) in working.Where(pair => pair.Value.IsCompleted).ToList())
                {
                    working.Remove(project, out var done);
                    due.TryAdd(project, await done!);
                }
                var now = FactTime.Now(clock);
                foreach (var gone in due.Keys.Except(projects.Slugs, StringComparer.Ordinal).ToList()) due.Remove(gone);
                foreach (var project in projects.Slugs.Where(project => !working.ContainsKey(project) && due.GetValueOrDefault(project) <= now))
                {
                    working[project] = WorkAsync(project, stoppingToken);
                    // Taken in again with its answer, unless more is said before.
                    due.Remove(project);
                }
                var next = due.Where(pair => !working.ContainsKey(pair.Key)).Select(pair => pair.Value).DefaultIfEmpty(long.MaxValue).Min();
                await WaitAsync(next, working.Values, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what is left is found at the next start.
            await ((Task)Task.WhenAll(working.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Until more is said, a project is done, or what waits is due.
    private async Task WaitAsync(long next, IEnumerable<Task> working, CancellationToken stoppingToken)
    {
        var wait = next == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMicroseconds(Math.Clamp(next - FactTime.Now(clock), 0, 60_000_000));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny([calls.Reader.WaitToReadAsync(stop.Token).AsTask(), Task.Delay(wait, clock, stop.Token), .. working]);
        await stop.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <returns>When the next of the project is due, in microseconds since the Unix epoch.</returns>
    private async Task<long> WorkAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            // Off the loop, whatever the store does before it first waits.
            await Task.Yield();
            if (await projects.GetAsync(project, cancellationToken) is not (IJobStore jobs and IFactStore store)) return long.MaxValue;
            while (await jobs.ListDueCallbacksAsync(FactTime.Now(clock), AtOnce, cancellationToken) is { Count: > 0 } due)
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.CallbackConcurrency, CancellationToken = cancellationToken };
                // What was said of one job is done in the order in which it was said.
                await Parallel.ForEachAsync(due.GroupBy(callback => callback.JobId), parallel, async (said, token) =>
                {
                    foreach (var callback in said) await TakeTurnAsync(project, store, jobs, callback, token);
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

    // First come, first served: one who has many waits behind each of the others after each few.
    private async Task TakeTurnAsync(string project, IFactStore store, IJobStore jobs, JobCallback callback, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            await WorkAsync(project, store, jobs, callback, cancellationToken);
        }
        finally
        {
            turns.Release();
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
        var owner = new PictureOwner(PictureOwnerKind.Image, image);
        GenerationDetails? details = null;
        PictureRecord picture;
        try
        {
            var bytes = (await jobs.FindCallbackAsync(callback.JobId, callback.Outcome, cancellationToken))?.Picture;
            if (bytes is null) (bytes, details) = await GetAsync(job, report, cancellationToken);
            picture = await keeper.KeepDecodedAsync(project, (IPictureIndex)store, Bucket.GeneratedImages, bytes.Value, owner, cancellationToken);
        }
        catch (Exception failed) when (callback.Attempts + 1 < AttemptsAfter(failed))
        {
            throw;
        }
        catch (Exception failed) when (failed is FetchFailedException or PictureRefusedException or DecoderFailedException or GenerationFailedException)
        {
            // With an address the image is there, only not here; without one there is none.
            if (report.ImageUrl is { } elsewhere) return await ends.SucceedAsync(project, jobs, job.Id, end with { ImageUrl = elsewhere }, cancellationToken);
            await ends.FailAsync(project, jobs, job.Id, GenerationFailures.NoImage, failed.Message, report, cancellationToken);
            return true;
        }
        end = end with { Picture = picture, ImageUrl = report.BaseUrl + ShowPicture.PathOf(project, picture) };
        if (details is not null) end = end.As(job, details) with { Cost = GenerationCost.Of(prices, job, details, picture) };
        if (await ends.SucceedAsync(project, jobs, job.Id, end, cancellationToken)) return true;
        // The job ended otherwise meanwhile, so the picture is another image's: the next look makes it.
        var now = await jobs.FindJobAsync(job.Id, cancellationToken);
        if (now is not { Status: JobStatus.Succeeded } || now.ImageId != image) await keeper.ReleaseOneAsync(project, (IPictureIndex)store, picture, owner, cancellationToken);
        return false;
    }

    // What may pass is not waited for without end; a full disk is.
    private int AttemptsAfter(Exception failed) => failed switch
    {
        FetchFailedException { MayPass: true } => options.CallbackAttempts,
        DecoderFailedException or GenerationFailedException { IsRetryable: true }
            or GenerationFailedException { Reason: GenerationFailures.Unavailable or GenerationFailures.RateLimited } => PatientAttempts,
        FetchFailedException or PictureRefusedException or GenerationFailedException => 0,
        _ => int.MaxValue,
    };

    // Of a job of our own nothing is believed but what its provider answers when it is asked.
    private async Task<(ReadOnlyMemory<byte> Bytes, GenerationDetails? Details)> GetAsync(ImageJob job, CallbackReport report, CancellationToken cancellationToken)
    {
        if (job.IsOfApp) return (await remote.FetchAsync(new Uri(report.ImageUrl!), cancellationToken), null);
        using var use = generators.Take(RunPodImageGenerator.ProviderName);
        if (use?.Generator.GetService<RunPodImageGenerator>() is not { } runPod) throw new GenerationFailedException(GenerationFailures.Failed, "The provider is not set up any more.");
        // It said that it had ended; one who lies is not waited for.
        using var late = new CancellationTokenSource(CollectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var response = await runPod.CollectAsync(report.ProviderJobId!, either.Token);
            var bytes = response.Contents.OfType<DataContent>().FirstOrDefault()?.Data
                ?? throw new GenerationFailedException(GenerationFailures.NoImage, "The provider answered without a picture.");
            return (bytes, response.RawRepresentation as GenerationDetails);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GenerationFailedException(GenerationFailures.TimedOut, "The provider says of a job that it has ended, and goes on with it.", error) { IsRetryable = true };
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        turns.Dispose();
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
