using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Network;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>What a callback is answered.</summary>
/// <param name="Status">Of the job, as far as it is known by now: what was sent is worked on afterwards.</param>
internal sealed record CallbackAnswer(string JobId, string Status);

/// <summary>
/// <c>POST /image/callback</c>: a worker says what came of a job. The secret of the job's address is all that opens it, and it opens nothing else. What was sent is stored,
/// and answered, before anything is done with it.
/// </summary>
internal sealed class ReceiveCallback(
    IProjectStores projects, RunningJobs running, JobBells bells, CallbackWork work, JobFacts facts, NetworkLimits limits, GenerationOptions generation, JobOptions options, TimeProvider clock) : IDisposable
{
    public const long MaxBodyBytes = 30 * 1024 * 1024;

    private readonly SemaphoreSlim turns = new(options.CallbackConcurrency);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var project = request.Query["project"] is [{ Length: > 0 } named] ? named : Project.DefaultSlug;
        if (await FindJobAsync(project, context) is not var (job, jobs)) return Unknown(context);
        // Nothing that is said now changes anything, so nobody need read it.
        if (job.Status == JobStatus.Succeeded) return Answer(job);

        await turns.WaitAsync(context.RequestAborted);
        CallbackReport? report;
        ReadOnlyMemory<byte>? picture;
        Problem? problem;
        try
        {
            // A slow sender keeps no turn from the others for long.
            (report, picture, problem) = await context.WithinAsync(options.CallbackReadSeconds, clock, async token => FormBody.Is(request)
                ? CallbackReading.Read(await FormBody.ReadAsync(request, token, "image"))
                : CallbackReading.Read(await ReadAsync(request, token)));
        }
        finally
        {
            turns.Release();
        }
        if (report is null) return problem!;
        report = report with { BaseUrl = generation.BaseUrlOf(request) };
        if (!job.IsOfApp) return await OfProviderAsync(project, jobs, job, report, context.RequestAborted);
        if (report.Status == JobStatus.Running) return Answer(await HasBegunAsync(project, jobs, job, report));
        // Said now, and not when the picture is there; but what was wrong before is not this worker's to mend.
        if (FindProblem(job, report) is { } unkept && FindProblem(job, null) is null) return unkept;
        await work.AddAsync(project, jobs, job.Id, report, picture, context.RequestAborted);
        return Answer(job);
    }

    public void Dispose() => turns.Dispose();

    // RunPod calls for a job of our own: it is asked what is true of it, by whoever waits for it, or else by the work behind this.
    private async Task<IResult> OfProviderAsync(string project, IJobStore jobs, ImageJob job, CallbackReport report, CancellationToken cancellationToken)
    {
        if (running.Find(project, job.Id) is { } here)
        {
            if ((job.ProviderJobId ?? report.ProviderJobId) is { } id) here.RunPod?.Wake(id);
        }
        else if (report.Status == JobStatus.Succeeded && (job.ProviderJobId ?? report.ProviderJobId) is { } known)
        {
            await work.AddAsync(project, jobs, job.Id, new CallbackReport(JobStatus.Succeeded, ProviderJobId: known, BaseUrl: report.BaseUrl), null, cancellationToken);
        }
        return Answer(job);
    }

    private async Task<ImageJob> HasBegunAsync(string project, IJobStore jobs, ImageJob job, CallbackReport report)
    {
        var now = FactTime.Now(clock);
        var changed = await jobs.ChangeJobAsync(
            job.Id, known => known.HasEnded ? null : known with { Status = JobStatus.Running, ProviderJobId = report.ProviderJobId ?? known.ProviderJobId, UpdatedAt = now }, CancellationToken.None);
        bells.Ring(project, job.Id);
        return changed?.Job ?? job;
    }

    /// <summary>By the hash of the secret, before anything of the body is read; the job that the address names must be the same.</summary>
    private async Task<(ImageJob Job, IJobStore Jobs)?> FindJobAsync(string project, HttpContext context)
    {
        if (CallbackSecrets.Of(context.Request) is not { } secret || projects.Find(project) is null) return null;
        var jobs = (IJobStore)await projects.GetAsync(project, context.RequestAborted);
        return await jobs.FindJobByCallbackAsync(CallbackSecrets.HashOf(secret), context.RequestAborted) is { } job
            && CallbackSecrets.Opens(secret, job, FactTime.Now(clock))
            && (context.Request.Query["job_id"] is not [{ } id] || id == job.Id)
            ? (job, jobs)
            : null;
    }

    private Problem? FindProblem(ImageJob job, CallbackReport? report) => facts.FindProblem(job, new JobEnd(JobEnds.ImageOf(job) ?? job.Id, job.CreatedAt)
    {
        Report = report, ImageUrl = report?.ImageUrl, Error = report?.Status == JobStatus.Failed ? report.Error : null, Seconds = report?.GenerationTime, IsLate = true,
    });

    // No such job, a wrong secret, one whose time is over, no such project: one answer, and a provider that was too quick tries again.
    private Problem Unknown(HttpContext context)
    {
        var wait = limits.Failures.Take(context.Connection.RemoteIpAddress);
        return wait == TimeSpan.Zero
            ? Problems.NotFound.With("There is no job that this secret opens.")
            : Problems.RateLimited.With("Too many requests from this address came without a valid secret.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
    }

    private static IResult Answer(ImageJob job) => Results.Ok(new CallbackAnswer(job.Id, job.Status));

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
