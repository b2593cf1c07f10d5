using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary><c>POST /api/v1/jobs</c>: an app tells of a job that it runs itself, and is told what its worker is to call.</summary>
internal sealed class CreateJob(CallbackSecrets secrets, GenerationRequests requests, JobFacts facts, GenerationOptions generation, JobOptions options, TimeProvider clock)
{
    private const int MaxId = 128;
    private const int MaxPrompt = 32_000;

    public async Task<IResult> HandleAsync(JobRequest request, HttpContext context, ProjectContext project)
    {
        if (FindProblem(request) is { } wrong) return wrong;
        if (project.OnlyUser is { } only && request.UserId is { } other && other != only)
            return Problems.Forbidden.With("With this key there are only jobs for the user in X-End-User.", "user_id");
        var now = FactTime.Now(clock);
        var id = request.Id ?? Guid.CreateVersion7().ToString();
        var kept = new GenerationRequest(
            request.Prompt, request.NegativePrompt, request.Style, request.AspectRatio, request.Quality, request.Format, request.Resolution, AgainOf: request.AgainOf);
        var job = new ImageJob
        {
            Id = id, Status = request.Status ?? JobStatus.Queued, UserId = project.OnlyUser ?? request.UserId, PersonaId = request.PersonaId, DatasetId = request.DatasetId,
            Provider = request.Provider, ProviderJobId = request.ProviderJobId, Model = request.Model, Prompt = request.Prompt, Ext = JobExt.Write(request.Ext),
            Request = requests.Write(kept), IsOfApp = true, Timeout = request.Timeout * 1_000_000, CallbackHash = CallbackSecrets.HashOf(secrets.For(project.Project, id, now)),
            CallbackExpiresAt = now + Math.Min(request.ExpiresIn ?? long.MaxValue / 2_000_000, options.CallbackHours * 3600L) * 1_000_000, CreatedAt = now, UpdatedAt = now,
        };
        // What could not be kept is said now, and not when the picture is there.
        if (facts.FindProblem(job, new JobEnd(id, now), metaIs: "ext") is { } unkept) return unkept;
        if (await project.Entities.AddJobAsync(job, project.Aborted) is not { } there) return Results.Created($"/api/v1/jobs/{Uri.EscapeDataString(id)}", Answer(job, project, context, now));
        return !there.IsOfApp || (project.OnlyUser is { } one && there.UserId != one)
            ? Problems.JobState.With("The id is that of another job.", "id")
            : Results.Ok(Answer(there, project, context, now));
    }

    private CreatedJob Answer(ImageJob job, ProjectContext project, HttpContext context, long now)
    {
        // A secret is told as long as it opens: not of a job that is over, nor where the server has another secret of its own now.
        var secret = secrets.For(project.Project, job.Id, job.CreatedAt);
        var opens = job.Status != JobStatus.Succeeded && CallbackSecrets.Opens(secret, job, now);
        context.Response.Headers.CacheControl = "no-store";
        return new CreatedJob(
            JobAnswer.From(job), opens ? CallbackSecrets.Address(generation.BaseUrlOf(context.Request), project.Project, job.Id, secret) : null, opens ? secret : null,
            opens ? FactTime.ToWire(job.CallbackExpiresAt!.Value) : null);
    }

    private Problem? FindProblem(JobRequest request)
    {
        if (request.Id is { } id && (id.Length is 0 or > MaxId || id.Any(char.IsControl))) return Problems.InvalidValue.With($"id has from 1 to {MaxId} characters.", "id");
        if (request.Status is not (null or JobStatus.Queued or JobStatus.Running)) return Problems.InvalidValue.With("status is queued or running.", "status");
        if (request.Prompt?.Length > MaxPrompt) return Problems.TooLong.With($"prompt has at most {MaxPrompt} characters.", "prompt");
        if (request.NegativePrompt?.Length > MaxPrompt) return Problems.TooLong.With($"negative_prompt has at most {MaxPrompt} characters.", "negative_prompt");
        if (request.Timeout is { } timeout && (timeout < 1 || timeout > options.TimeoutMinutes * 60L))
            return Problems.OutOfRange.With($"timeout is from 1 to {options.TimeoutMinutes * 60} seconds.", "timeout");
        if (request.ExpiresIn is { } expires && (expires < 1 || expires > options.CallbackHours * 3600L))
            return Problems.OutOfRange.With($"expires_in is from 1 to {options.CallbackHours * 3600} seconds.", "expires_in");
        return JobExt.FindProblem(request.Ext);
    }
}
