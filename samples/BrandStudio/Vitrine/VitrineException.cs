using System.Net;
using System.Text.Json;
using Vitrine.Contracts;

namespace BrandStudio.Vitrine;

/// <summary>Vitrine said no, or nothing at all. The message is for the person in front of the page.</summary>
public sealed class VitrineException(int status, string title, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the studio answers with.</summary>
    public int Status { get; } = status;

    public string Title { get; } = title;

    public static VitrineException Unreachable(Uri address, Exception inner) => new(
        StatusCodes.Status503ServiceUnavailable, "Vitrine cannot be reached",
        $"Nothing answers at {address}. Start it with ./run, or set Studio__VitrineUrl, and try again.", inner);

    /// <summary>Reads the problem details that every refusal of Vitrine has.</summary>
    public static async Task<VitrineException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken);
        var wait = response.Headers.RetryAfter?.Delta is { } delta ? $" Try again in {(int)Math.Ceiling(delta.TotalSeconds)} s." : "";
        var detail = problem?.Detail ?? problem?.Title ?? "It did not say why.";
        return (problem?.Code, response.StatusCode) switch
        {
            ("generation_blocked", _) => new(422, "The provider would not make this picture", $"{detail} Other words may do."),
            ("generation_failed", _) => new(502, "The picture could not be made", detail),
            ("generation_timed_out", _) => new(504, "The picture took too long", $"{detail} It can be asked for again."),
            ("dataset_not_found", _) => new(404, "This brand is no longer there", "Choose another one."),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => new(502, "Vitrine does not take the studio's key", $"{detail} The README says how to make new ones."),
            (_, HttpStatusCode.NotFound) => new(404, "There is no such picture", "It is not yours, or it is gone."),
            (_, HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity) => new(422, "That cannot be asked for", detail),
            (_, HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) => new(503, "Vitrine is busy", detail + wait),
            _ => new(502, "Vitrine could not do it", detail),
        };
    }

    private static async Task<ProblemAnswer?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), VitrineJson.Default.ProblemAnswer);
        }
        catch (JsonException)
        {
            // Something in between answered for Vitrine; the status says enough.
            return null;
        }
    }
}
