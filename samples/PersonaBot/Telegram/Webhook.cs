using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PersonaBot.Telegram;

/// <summary>Where Telegram sends updates. It is answered at once; the work is done behind it.</summary>
internal static class Webhook
{
    public const string Path = "/telegram/webhook";
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    public static void MapWebhook(this IEndpointRouteBuilder routes) => routes.MapPost(Path, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, Intake intake, IOptions<BotOptions> options)
    {
        if (!IsSecret(context.Request.Headers[SecretHeader], options.Value.WebhookSecret)) return Results.Unauthorized();
        try
        {
            var update = await JsonSerializer.DeserializeAsync<Update>(context.Request.Body, TelegramJson.Options, context.RequestAborted);
            return update is null ? Results.BadRequest() : intake.TryTake(update) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
    }

    // Hashes have one length, so the comparison takes the same time whatever was sent.
    private static bool IsSecret(string? sent, string secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
