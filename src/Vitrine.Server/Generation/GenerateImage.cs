using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Vitrine.Core.Facts;
using Vitrine.Generation;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Generation;

/// <summary><c>POST /ai/generate</c>: an image with its record, or its failure's.</summary>
internal static class GenerateImage
{
    public static async Task<IResult> HandleAsync(HttpContext context, GenerationTurns turns, ReadOrder reader, GenerationRun run, IOptions<JsonOptions> json, IHostApplicationLifetime lifetime)
    {
        // Before the body is read: it is what takes the memory.
        using var turn = turns.TryTake();
        if (turn is null) return TooMany;
        if (!context.Request.HasJsonContentType()) return Problems.UnsupportedMediaType.With("Send application/json.");
        var (order, problem) = await reader.ReadAsync(context, await ReadAsync(context, json.Value));
        return order is null ? problem! : await AnswerAsync(order, run, lifetime);
    }

    public static Problem TooMany => Problems.Unavailable.With("As many images are being made as may be at once.") with { RetryAfter = 5 };

    public static async Task<IResult> AnswerAsync(GenerationOrder order, GenerationRun run, IHostApplicationLifetime lifetime)
    {
        var outcome = await run.RunAsync(order, lifetime.ApplicationStopping);
        return outcome.Failure is { } failure ? ProblemOf(failure, order.Id) : new JsonAnswer(writer => Write(writer, order, outcome));
    }

    private static async Task<GenerationRequest> ReadAsync(HttpContext context, JsonOptions json)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<GenerationRequest>(json.SerializerOptions, context.RequestAborted) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(error.Message, error);
        }
    }

    private static Problem ProblemOf(GenerationFailedException failure, string id)
    {
        var kind = failure.Reason switch
        {
            GenerationFailures.Blocked => Problems.GenerationBlocked,
            GenerationFailures.InvalidRequest => Problems.InvalidValue,
            GenerationFailures.TimedOut => Problems.GenerationTimedOut,
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
        writer.WriteString("thumbnail_url", $"{outcome.ImageUrl}?size={PictureSizes.All[1]}");
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
