using Microsoft.AspNetCore.Http.Metadata;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Images in the making, and how it ended.</summary>
internal static class JobsFeature
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobBells>();
        services.AddSingleton<RunningJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningJobs>());
        services.AddSingleton<JobAnswers>();
        services.AddSingleton<CallbackSecrets>();
        services.AddSingleton<JobFacts>();
        services.AddSingleton<CreateJob>();
        services.AddSingleton<ChangeJob>();
        services.AddSingleton<ReceiveCallback>();
        services.AddSingleton<CallbackWork>();
        services.AddHostedService(provider => provider.GetRequiredService<CallbackWork>());
        services.AddHostedService<JobTimeouts>();
        return services;
    }

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/jobs").WithTags("Jobs");
        var reading = group.MapGroup("").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404);
        reading.MapGet("", ListAsync).WithName("ListJobs").WithSummary("Lists image jobs, newest first.").Answers(typeof(JobsAnswer)).Takes(
            new("status", string.Join(", ", JobStatus.All) + "."), QueryParameter.UserId, new("before", "The id of a job: those that began before it."), QueryParameter.Limit);
        reading.MapGet("/{id}", ShowAsync).WithName("ShowJob").WithSummary("Shows an image job, and how far it is.").Answers(typeof(JobAnswer));
        reading.MapGet("/{id}/events", WatchJob.HandleAsync).WithName("WatchJob").WithSummary("Tells how far an image job is, as server-sent events, until it has ended.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));
        var telling = group.MapGroup("").Needs(Permission.Jobs);
        telling.MapPost("", (JobRequest request, HttpContext context, ProjectContext project, CreateJob jobs) => jobs.HandleAsync(request, context, project)).WithName("CreateJob")
            .WithSummary("Tells of an image job that an app runs, and gives the address that its worker calls.").Creates(typeof(CreatedJob)).Answers(typeof(CreatedJob))
            .WithProblems(400, 401, 403, 404, 409, 415);
        telling.MapPatch("/{id}", (string id, JobChange change, HttpContext context, ProjectContext project, ChangeJob jobs) => jobs.HandleAsync(id, change, context, project)).WithName("ChangeJob")
            .WithSummary("Tells that an app's image job has begun, or goes on.").Answers(typeof(JobAnswer)).WithProblems(400, 401, 403, 404, 409, 415);
        // The job's own secret is all that opens it.
        routes.MapPost(CallbackSecrets.Path, (HttpContext context, ReceiveCallback receive) => receive.HandleAsync(context)).WithName("ReceiveImageCallback").WithTags("Jobs")
            .WithSummary("Takes what a worker says came of an image job.").WithMetadata(new AcceptsMetadata(["application/json", "multipart/form-data"], typeof(CallbackBody)))
            .Takes(new("project", "The project of the job; default where absent."), new("job_id", "The job that the secret is of."), new("secret", "The job's secret, unless X-Callback-Secret has it."))
            .Answers(typeof(CallbackAnswer)).WithBodyLimit(ReceiveCallback.MaxBodyBytes).WithAccess(Access.Everyone).WithProblems(400, 404, 413, 415, 429);
        var making = group.MapGroup("").Needs(Permission.Generate);
        making.MapPost("/{id}/cancel", CancelJob.HandleAsync).WithName("CancelJob").WithSummary("Ends an image job that nobody wants any more.").Answers(typeof(JobAnswer))
            .WithProblems(400, 401, 403, 404, 409);
        making.MapPost("/{id}/retry", RetryJob.HandleAsync).WithName("RetryJob").WithSummary("Makes what an image job was asked for, as a new job.")
            .Answers(typeof(GeneratedImageAnswer)).AnswersLater(typeof(JobAnswer)).WithProblems(400, 401, 403, 404, 409, 422, 502, 503, 504);
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

    private static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectContext project, JobAnswers answers) =>
        await project.FindJobAsync(id) is { } job ? Results.Ok(await answers.OfAsync(job, project, context.Request)) : NotFound(id);

    /// <summary>The job, where the caller may see it.</summary>
    public static async Task<ImageJob?> FindJobAsync(this ProjectContext project, string id) =>
        await project.Entities.FindJobAsync(id, project.Aborted) is { } job && (project.OnlyUser is not { } only || job.UserId == only) ? job : null;

    public static Problem NotFound(string id) => Problems.NotFound.With($"There is no job '{id}'.", "id");
}
