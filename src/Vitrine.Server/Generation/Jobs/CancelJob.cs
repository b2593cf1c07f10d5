using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary><c>POST /api/v1/jobs/{id}/cancel</c>. What is made here is ended at the provider; an app looks after its own, and is told by the job's state.</summary>
internal static class CancelJob
{
    public static async Task<IResult> HandleAsync(string id, HttpContext context, ProjectContext project, RunningJobs running, JobBells bells, JobAnswers answers, TimeProvider clock)
    {
        if (await project.FindJobAsync(id) is not { } job) return JobsFeature.NotFound(id);
        if (job.HasEnded) return TooLate(job);
        if (running.Find(project.Project, id) is { } here)
        {
            await here.CancelAsync();
            await here.Ended.WaitAsync(project.Aborted);
            job = await project.FindJobAsync(id);
            return job is null ? JobsFeature.NotFound(id) : job.Status == JobStatus.Cancelled ? await AnswerAsync(job) : TooLate(job);
        }
        var now = FactTime.Now(clock);
        var changed = await project.Entities.ChangeJobAsync(id, job => job.HasEnded ? null : job with { Status = JobStatus.Cancelled, UpdatedAt = now }, project.Aborted);
        if (changed is not { } outcome) return JobsFeature.NotFound(id);
        if (!outcome.IsChanged) return TooLate(outcome.Job);
        bells.Ring(project.Project, id);
        return await AnswerAsync(outcome.Job);

        async Task<IResult> AnswerAsync(ImageJob ended) => Results.Ok(await answers.OfAsync(ended, project, context.Request));
    }

    private static Problem TooLate(ImageJob job) => Problems.JobState.With($"The job has ended already: {job.Status}.", "id");
}
