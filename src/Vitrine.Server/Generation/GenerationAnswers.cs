using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Generation;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Generation;

/// <summary>Has an image made, and answers with it; or, to whoever would rather not wait (RFC 7240), with the job that makes it.</summary>
internal sealed class GenerationAnswers(GenerationRun run, OrderReferences references)
{
    private const string Prefer = "Prefer";
    private const string RespondAsync = "respond-async";

    /// <param name="turn">Given back once the image is made.</param>
    public async Task<IResult> OfAsync(HttpContext context, GenerationOrder order, GenerationTurn turn)
    {
        var started = await references.OrNoneAsync(order, () => run.StartAsync(order, turn));
        if (!WouldNotWait(context.Request)) return OfOutcome(order, await started.Outcome);
        context.Response.Headers["Preference-Applied"] = RespondAsync;
        var named = context.Request.Query["project"] is [{ } project] ? QueryString.Create("project", project).Value : null;
        return Results.Accepted($"/api/v1/jobs/{Uri.EscapeDataString(order.Id)}{named}", JobAnswer.From(started.Job));
    }

    private static bool WouldNotWait(HttpRequest request) => request.Headers[Prefer].Any(line =>
        line!.Split(',').Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase)));

    private static IResult OfOutcome(GenerationOrder order, GenerationOutcome outcome) =>
        outcome.IsCancelled ? Problems.GenerationCancelled.With($"Job {order.Id} was cancelled.")
        : outcome.Failure is { } failure ? ProblemOf(failure, order.Id)
        : new JsonAnswer(writer => Write(writer, order, outcome));

    private static Problem ProblemOf(GenerationFailedException failure, string id)
    {
        var kind = failure.Reason switch
        {
            GenerationFailures.Blocked => Problems.GenerationBlocked,
            GenerationFailures.InvalidRequest => Problems.InvalidValue,
            GenerationFailures.TimedOut => Problems.GenerationTimedOut,
            GenerationRun.Interrupted => Problems.Stopping,
            _ => Problems.GenerationFailed,
        };
        var retryAfter = failure.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : (int?)null;
        return kind.With($"{failure.Reason}: {failure.Message} Kept as image {id}.") with { RetryAfter = retryAfter };
    }

    private static void Write(Utf8JsonWriter writer, GenerationOrder order, GenerationOutcome outcome)
    {
        var (request, picture) = (order.Request, outcome.Picture!);
        writer.WriteStartObject();
        writer.WriteString("id", order.Id);
        writer.WriteString("image_url", outcome.ImageUrl);
        writer.WriteString("thumbnail_url", ShowPicture.ThumbnailOf(outcome.ImageUrl!));
        writer.WriteString("caption", request.Prompt);
        writer.WriteString("prompt_used", order.FullPrompt);
        writer.WriteString("negative_prompt", request.NegativePrompt);
        writer.WriteString("dataset_id", request.DatasetId);
        writer.WriteString("style", request.Style);
        writer.WriteString("aspect_ratio", request.AspectRatio);
        writer.WriteString("quality", request.Quality);
        writer.WriteString("format", ImageFactText.FormatOf(order, outcome));
        writer.WriteString("resolution", ImageFactText.ResolutionOf(order, outcome));
        writer.WriteNumber("reference_images_count", order.References.Count);
        writer.WriteString("user_id", order.UserId);
        writer.WriteString("persona_id", request.PersonaId);
        writer.WriteString("provider", order.Provider);
        writer.WriteString("model", outcome.Model);
        writer.WriteNumber("width", picture.Info.Width);
        writer.WriteNumber("height", picture.Info.Height);
        writer.WriteNumber("bytes", picture.Length);
        if (outcome.Cost is { } cost) writer.WriteNumber("cost", ImageFactText.Dollars(cost));
        else writer.WriteNull("cost");
        writer.WriteNumber("generation_time", Math.Round(outcome.Duration.TotalSeconds, 6));
        writer.WriteString("created_at", FactTime.ToWire(outcome.Job.CreatedAt));
        writer.WriteEndObject();
    }
}
