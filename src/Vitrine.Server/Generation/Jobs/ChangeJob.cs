using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary><c>PATCH /api/v1/jobs/{id}</c>: an app tells that its job has begun, or that it goes on.</summary>
internal sealed class ChangeJob(JobBells bells, JobAnswers answers, JobFacts facts, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(string id, JobChange change, HttpContext context, ProjectContext project)
    {
        if (change.Status is not (null or JobStatus.Queued or JobStatus.Running)) return Problems.InvalidValue.With("status is queued or running: a callback ends a job.", "status");
        if (change.ProviderJobId?.Length > 128) return Problems.TooLong.With("provider_job_id has at most 128 characters.", "provider_job_id");
        if (JobExt.FindProblem(change.Ext) is { } problem) return problem;
        if (await project.FindJobAsync(id) is not { } job) return JobsFeature.NotFound(id);
        if (!job.IsOfApp) return Problems.JobState.With("The server makes the image itself.", "id");
        var now = FactTime.Now(clock);
        Problem? wrong = null;
        var changed = await project.Entities.ChangeJobAsync(
            id,
            known =>
            {
                if (known.HasEnded) return null;
                var ext = change.Ext is null ? known.Ext : JobExt.Write(known.Ext is null ? null : JsonElement.Parse(known.Ext), change.Ext);
                var next = known with
                {
                    // It does not go back.
                    Status = change.Status == JobStatus.Running ? JobStatus.Running : known.Status,
                    ProviderJobId = change.ProviderJobId ?? known.ProviderJobId,
                    Ext = ext,
                    UpdatedAt = Math.Max(now, known.UpdatedAt + 1),
                };
                wrong = FindProblemOf(next);
                return wrong is null ? next : null;
            },
            project.Aborted);
        if (changed is not { } outcome) return JobsFeature.NotFound(id);
        if (wrong is not null) return wrong;
        if (!outcome.IsChanged) return Problems.JobState.With($"The job has ended already: {outcome.Job.Status}.", "id");
        bells.Ring(project.Project, id);
        return Results.Ok(await answers.OfAsync(outcome.Job, project, context.Request));
    }

    // Both say their own name of what is wrong: a fact has it as its meta.
    private Problem? FindProblemOf(ImageJob job) =>
        (job.Ext is { } ext ? JobExt.FindProblem(JsonElement.Parse(ext)) : null) ?? facts.FindProblem(job, new JobEnd(job.Id, job.CreatedAt), metaIs: "ext");
}
