using System.Text.Json.Nodes;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary><c>PATCH /api/v1/jobs/{id}</c>: an app tells that its job has begun, or that it goes on.</summary>
internal sealed class ChangeJob(JobBells bells, JobAnswers answers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(string id, JobChange change, HttpContext context, ProjectContext project)
    {
        if (change.Status is not (null or JobStatus.Queued or JobStatus.Running)) return Problems.InvalidValue.With("status is queued or running: a callback ends a job.", "status");
        if (change.ProviderJobId?.Length > 128) return Problems.TooLong.With("provider_job_id has at most 128 characters.", "provider_job_id");
        if (CreateJob.FindProblemOfExt(change.Ext) is { } wrong) return wrong;
        if (await project.FindJobAsync(id) is not { } job) return JobsFeature.NotFound(id);
        if (!job.IsOfApp) return Problems.JobState.With("The server makes the image itself.", "id");
        var now = FactTime.Now(clock);
        Problem? tooLong = null;
        var changed = await project.Entities.ChangeJobAsync(
            id,
            known =>
            {
                var ext = With(known.Ext, change);
                if (known.HasEnded || (tooLong = ext is null ? null : CreateJob.FindProblemOfExt(System.Text.Json.JsonElement.Parse(ext))) is not null) return null;
                return known with
                {
                    // It does not go back.
                    Status = change.Status == JobStatus.Running ? JobStatus.Running : known.Status,
                    ProviderJobId = change.ProviderJobId ?? known.ProviderJobId,
                    Ext = ext,
                    UpdatedAt = Math.Max(now, known.UpdatedAt + 1),
                };
            },
            project.Aborted);
        if (changed is not { } outcome) return JobsFeature.NotFound(id);
        if (tooLong is not null) return tooLong;
        if (!outcome.IsChanged) return Problems.JobState.With($"The job has ended already: {outcome.Job.Status}.", "id");
        bells.Ring(project.Project, id);
        return Results.Ok(await answers.OfAsync(outcome.Job, project, context.Request));
    }

    private static string? With(string? ext, JobChange change)
    {
        if (change.Ext is not { } said || said.ValueKind != System.Text.Json.JsonValueKind.Object) return ext;
        var members = ext is null ? [] : JsonNode.Parse(ext) as JsonObject ?? [];
        foreach (var member in said.EnumerateObject()) members[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return members.ToJsonString();
    }
}
