using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Jobs;

/// <summary>Images in the making, and how it ended.</summary>
internal static class JobsFeature
{
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/jobs").WithTags("Jobs").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404);
        group.MapGet("", ListAsync).WithName("ListJobs").WithSummary("Lists image jobs, newest first.").Answers(typeof(JobsAnswer)).Takes(
            new("status", string.Join(", ", JobStatus.All) + "."), QueryParameter.UserId, new("before", "The id of a job: those that began before it."), QueryParameter.Limit);
        group.MapGet("/{id}", GetAsync).WithName("ShowJob").WithSummary("Shows an image job.").Answers(typeof(JobAnswer));
    }

    private static async Task<IResult> ListAsync(Reading reading)
    {
        var parameters = reading.Parameters;
        parameters.RefuseUnknown(name => name is "status" or "user_id" or "before" or "limit" or "project", "status, user_id, before, limit, project");
        var query = new JobListQuery
        {
            Status = parameters.Word("status", [.. JobStatus.All]), UserId = reading.UserId(), Before = parameters.Text("before"),
            Limit = parameters.Number("limit", 100, 1, FactListQuery.MaxPerPage),
        };
        if (reading.Problem is { } problem) return problem;
        var jobs = await ((IEntityStore)await reading.GetStoreAsync()).ListJobsAsync(query, reading.Aborted);
        return Results.Ok(new JobsAnswer([.. jobs.Select(JobAnswer.From)]));
    }

    private static async Task<IResult> GetAsync(string id, ProjectContext project)
    {
        var job = await project.Entities.FindJobAsync(id, project.Aborted);
        return job is null || (project.OnlyUser is { } only && job.UserId != only) ? Problems.NotFound.With($"There is no job '{id}'.", "id") : Results.Ok(JobAnswer.From(job));
    }
}

/// <param name="Error">Why there is no image.</param>
/// <param name="FactIsStored">False as long as the image's fact waits to be stored.</param>
internal sealed record JobAnswer(
    string Id, string Status, string? UserId, string? PersonaId, string? DatasetId, string? Provider, string? Model, string? Prompt, string? ImageId, string? Error,
    JsonElement? Ext, bool FactIsStored, string CreatedAt, string UpdatedAt)
{
    public static JobAnswer From(ImageJob job) => new(
        job.Id, job.Status, job.UserId, job.PersonaId, job.DatasetId, job.Provider, job.Model, job.Prompt, job.ImageId, job.Error,
        job.Ext is { } ext ? JsonDocument.Parse(ext).RootElement : null, job.PendingFact is null && job.ImageId is not null, FactTime.ToWire(job.CreatedAt), FactTime.ToWire(job.UpdatedAt));
}

internal sealed record JobsAnswer(IReadOnlyList<JobAnswer> Jobs);
