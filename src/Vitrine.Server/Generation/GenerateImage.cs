using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation;

/// <summary><c>POST /ai/generate</c>: an image with its record, or its failure's.</summary>
internal static class GenerateImage
{
    public static async Task<IResult> HandleAsync(HttpContext context, GenerationTurns turns, ReadOrder reader, GenerationAnswers answers, GenerationOptions options, IOptions<JsonOptions> json, TimeProvider clock)
    {
        // Before the body is read: it is what takes the memory.
        using var turn = turns.TryTake();
        if (turn is null) return TooMany;
        GenerationRequest request;
        IReadOnlyList<ReadOnlyMemory<byte>> references = [];
        if (FormBody.Is(context.Request))
        {
            var form = await context.WithinAsync(options.ReadSeconds, clock, token => FormBody.ReadAsync(context.Request, token));
            if (GenerationForm.TryRead(form, out var read, out references) is { } wrong) return wrong;
            request = read!;
        }
        else if (context.Request.HasJsonContentType())
        {
            request = await context.WithinAsync(options.ReadSeconds, clock, token => ReadAsync(context, json.Value, token));
        }
        else
        {
            return Problems.UnsupportedMediaType.With("Send application/json or multipart/form-data.");
        }
        var (order, problem) = await reader.ReadAsync(context, request, references);
        return order is null ? problem! : await answers.OfAsync(context, order, turn);
    }

    public static Problem TooMany => Problems.Unavailable.With("As many images are being made as may be at once.") with { RetryAfter = 5 };

    private static async Task<GenerationRequest> ReadAsync(HttpContext context, JsonOptions json, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<GenerationRequest>(json.SerializerOptions, cancellationToken) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(error.Message, error);
        }
    }
}
