using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation;

/// <summary><c>POST /ai/generate</c>: an image with its record, or its failure's.</summary>
internal static class GenerateImage
{
    public static async Task<IResult> HandleAsync(HttpContext context, GenerationTurns turns, ReadOrder reader, GenerationAnswers answers, IOptions<JsonOptions> json)
    {
        // Before the body is read: it is what takes the memory.
        using var turn = turns.TryTake();
        if (turn is null) return TooMany;
        GenerationRequest request;
        IReadOnlyList<ReadOnlyMemory<byte>> references = [];
        if (FormBody.Is(context.Request))
        {
            var form = await FormBody.ReadAsync(context.Request, context.RequestAborted);
            if (GenerationForm.TryRead(form, out var read, out references) is { } wrong) return wrong;
            request = read!;
        }
        else if (context.Request.HasJsonContentType())
        {
            request = await ReadAsync(context, json.Value);
        }
        else
        {
            return Problems.UnsupportedMediaType.With("Send application/json or multipart/form-data.");
        }
        var (order, problem) = await reader.ReadAsync(context, request, references);
        return order is null ? problem! : await answers.OfAsync(context, order, turn);
    }

    public static Problem TooMany => Problems.Unavailable.With("As many images are being made as may be at once.") with { RetryAfter = 5 };

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
}
