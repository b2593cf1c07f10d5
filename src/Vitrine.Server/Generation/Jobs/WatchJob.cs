using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>
/// <c>GET /api/v1/jobs/{id}/events</c>: <c>progress</c> as it changes, and <c>job</c> once it has ended, which ends the stream, as do the job's removal and <c>Jobs:StreamMinutes</c>. Each event is the state at that moment,
/// never a difference, so whoever comes late or again misses nothing that still counts.
/// </summary>
internal static class WatchJob
{
    public static async Task<IResult> HandleAsync(
        string id, HttpContext context, ProjectContext project, RunningJobs running, JobBells bells, JobAnswers answers, JobOptions options, IOptions<JsonOptions> json, TimeProvider clock,
        IHostApplicationLifetime lifetime)
    {
        // Before the first look, so that no change falls between the two.
        using var bell = bells.Watch(project.Project, id);
        if (await project.FindJobAsync(id) is not { } job) return JobsFeature.NotFound(id);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies that gather answers would keep the events.
        response.Headers["X-Accel-Buffering"] = "no";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(project.Aborted, lifetime.ApplicationStopping);
        // Whoever still may watch comes again, with credentials that are looked at anew.
        var end = clock.GetUtcNow().AddMinutes(options.StreamMinutes);
        var last = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } known] ? known : null;
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                var progress = job.HasEnded ? null : running.Find(project.Project, id)?.Progress;
                var state = $"{job.UpdatedAt}.{progress?.Number ?? 0}";
                if (job.HasEnded)
                {
                    await WriteAsync("job", state, await answers.OfAsync(job, project, context.Request));
                    return Results.Empty;
                }
                if (state != last) await WriteAsync("progress", last = state, progress is null ? new JobProgressAnswer(job.Status, null, null) : JobProgressAnswer.From(progress.Now));
                else if (isFirst) await SendAsync(": here\n\n");
                do
                {
                    var isRung = await bell.WaitAsync(TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, either.Token);
                    // Also where nothing rings, as after a reset, which no bell tells of.
                    if (clock.GetUtcNow() >= end || await project.FindJobAsync(id) is not { } now) return Results.Empty;
                    job = now;
                    if (isRung) break;
                    await SendAsync(": here\n\n");
                }
                while (!job.HasEnded);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The watcher is gone, or the server stops; a client comes again by itself.
            return Results.Empty;
        }
        catch (Exception error) when (error is StoreClosedException or ProjectGoneException)
        {
            // With its project went the job.
            return Results.Empty;
        }

        async Task WriteAsync<T>(string name, string number, T data) => await SendAsync($"id: {number}\nevent: {name}\ndata: {JsonSerializer.Serialize(data, json.Value.SerializerOptions)}\n\n");

        async Task SendAsync(string text)
        {
            await response.WriteAsync(text, either.Token);
            await response.Body.FlushAsync(either.Token);
        }
    }
}
