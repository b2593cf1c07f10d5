using System.Text.Json;
using System.Text.Json.Serialization;

namespace PersonaBot.Telegram;

/// <summary>What Telegram tells of, as far as the bot reads it.</summary>
internal sealed record Update(long UpdateId, Message? Message);

internal sealed record Message(ChatRef Chat, Sender? From, string? Text, string? Caption);

/// <param name="Id">Negative for groups.</param>
internal sealed record ChatRef(long Id);

internal sealed record Sender(long Id, bool IsBot, string? FirstName, string? Username);

/// <summary>Every answer: a result, or why there is none.</summary>
internal sealed record Answer<T>(bool Ok, T? Result, int? ErrorCode, string? Description, AnswerParameters? Parameters);

/// <param name="RetryAfter">Seconds.</param>
internal sealed record AnswerParameters(int? RetryAfter);

internal static class TelegramJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>Telegram said no, or nothing. Its message never has the token in it.</summary>
internal sealed class TelegramException(string message, int? code = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The person does not want to hear from the bot.</summary>
    public bool IsUnwanted => code == StatusCodes.Status403Forbidden;
}
