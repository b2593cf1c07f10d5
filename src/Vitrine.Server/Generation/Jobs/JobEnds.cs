using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>
/// Ends jobs that something else than this process made, each once, whoever says so how often and in whatever order: a failure ends a job that goes on, a picture ends
/// every job that has none. What is written here is the job with its fact; the outbox stores the fact.
/// </summary>
internal sealed class JobEnds(GenerationRequests requests, JobBells bells, TimeProvider clock)
{
    /// <summary>A job that goes on has failed.</summary>
    /// <param name="code">As the job shows it.</param>
    /// <param name="detail">As its fact says it, behind the code.</param>
    /// <returns>False where it had ended before.</returns>
    public async Task<bool> FailAsync(
        string project, IJobStore jobs, string id, string code, string detail, CallbackReport? report, CancellationToken cancellationToken, Func<ImageJob, bool>? onlyWhere = null)
    {
        var now = FactTime.Now(clock);
        var changed = await jobs.ChangeJobAsync(
            id,
            job => job.HasEnded || onlyWhere?.Invoke(job) is false ? null : job with
            {
                Status = JobStatus.Failed,
                Error = code,
                ImageId = job.Id,
                UpdatedAt = now,
                PendingFact = JobFactText.Of(job, RequestOf(job), new JobEnd(job.Id, job.CreatedAt)
                {
                    Report = report, Error = $"{code}: {detail}",
                    // Of what was not heard of again it is not known how long it took.
                    Seconds = report is null ? null : report.GenerationTime ?? Math.Max(0, (now - job.CreatedAt) / 1e6),
                }),
            },
            cancellationToken);
        if (changed is not { IsChanged: true }) return false;
        bells.Ring(project, id);
        return true;
    }

    /// <summary>The image that a job is to have when its picture comes now; null where it has one already.</summary>
    public static string? ImageOf(ImageJob job) => job.Status == JobStatus.Succeeded ? null : job.ImageId is null ? job.Id : LateImageOf(job.Id);

    /// <summary>The picture of a job is there.</summary>
    /// <param name="end">For the image that <see cref="ImageOf"/> named.</param>
    /// <returns>False where another was there before, or the fact of the job's failure waits still: then it is to be said again.</returns>
    public async Task<bool> SucceedAsync(string project, IJobStore jobs, string id, JobEnd end, CancellationToken cancellationToken)
    {
        var now = FactTime.Now(clock);
        var changed = await jobs.ChangeJobAsync(
            id,
            job => ImageOf(job) != end.ImageId || job.PendingFact is not null ? null : job with
            {
                Status = JobStatus.Succeeded,
                Error = null,
                ImageId = end.ImageId,
                Model = end.Report?.Model is { } model ? ImageFactText.Fit(model, 80) : job.Model,
                UpdatedAt = now,
                PendingFact = JobFactText.Of(job, RequestOf(job), end with { IsLate = end.ImageId != job.Id }),
            },
            cancellationToken);
        if (changed is not { IsChanged: true }) return false;
        bells.Ring(project, id);
        return true;
    }

    private GenerationRequest? RequestOf(ImageJob job) => job.Request is { } request ? requests.Read(request) : null;

    // The failure is a fact, and facts do not change; so the picture that came after it is another one, always of the same id.
    private static string LateImageOf(string id) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("late " + id)).AsSpan(0, 16)).ToString();
}
