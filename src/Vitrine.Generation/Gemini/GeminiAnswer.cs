using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.Gemini;

/// <summary>Reads what <c>generateContent</c> answers, in camelCase or snake_case. An answer of 200 may be without a picture.</summary>
internal static class GeminiAnswer
{
    /// <summary>The pictures that are results; what a model drew while it thought is not.</summary>
    public static List<AIContent> Images(JsonElement answer) =>
    [
        .. from part in Parts(answer)
           where part.Get("thought") is not { ValueKind: JsonValueKind.True }
           let data = part.Get("inlineData", "inline_data").Get("data").Text()
           where data is not null
           select Pictures.FromBase64(data),
    ];

    public static UsageDetails? Usage(JsonElement answer)
    {
        if (answer.Get("usageMetadata", "usage_metadata") is not { } usage) return null;
        var thoughts = usage.Get("thoughtsTokenCount", "thoughts_token_count").Whole();
        var details = new UsageDetails
        {
            // Neither what tools were given nor thoughts are inside the counts beside them.
            InputTokenCount = Sum(usage.Get("promptTokenCount", "prompt_token_count").Whole(), usage.Get("toolUsePromptTokenCount", "tool_use_prompt_token_count").Whole()),
            OutputTokenCount = Sum(usage.Get("candidatesTokenCount", "candidates_token_count").Whole(), thoughts),
            TotalTokenCount = usage.Get("totalTokenCount", "total_token_count").Whole(),
            CachedInputTokenCount = usage.Get("cachedContentTokenCount", "cached_content_token_count").Whole(),
            ReasoningTokenCount = thoughts,
        };
        Count(details, "InputTokenDetails", usage.Get("promptTokensDetails", "prompt_tokens_details"));
        Count(details, "OutputTokenDetails", usage.Get("candidatesTokensDetails", "candidates_tokens_details"));
        return details;
    }

    /// <summary>Why there is no picture, with the provider's own reason and words.</summary>
    public static GenerationFailedException NoImage(JsonElement answer, Func<string, string> clean)
    {
        var usage = Usage(answer);
        var feedback = answer.Get("promptFeedback", "prompt_feedback");
        if (feedback.Get("blockReason", "block_reason").Text() is { } blocked)
            return Failure(GenerationFailures.Blocked, $"The prompt was blocked: {blocked}.", feedback.Get("blockReasonMessage", "block_reason_message").Text());

        var candidate = answer.Get("candidates").Items().Cast<JsonElement?>().FirstOrDefault();
        var reason = candidate.Get("finishReason", "finish_reason").Text();
        var words = candidate.Get("finishMessage", "finish_message").Text()
            ?? string.Concat(candidate.Get("content").Get("parts").Items().Where(part => part.Get("thought") is not { ValueKind: JsonValueKind.True }).Select(part => part.Get("text").Text()));
        return IsBlock(reason)
            ? Failure(GenerationFailures.Blocked, $"The picture was blocked: {reason}.", words)
            : Failure(GenerationFailures.NoImage, reason is null ? "The provider answered without a picture." : $"The provider answered without a picture: {reason}.", words);

        GenerationFailedException Failure(string failure, string what, string? own) =>
            new(failure, clean(string.IsNullOrWhiteSpace(own) ? what : $"{what} {own.Trim()}")) { Usage = usage };
    }

    public static GenerationFailedException Error(ProviderAnswer answer, Func<string, string> clean)
    {
        var error = answer.Json.Get("error");
        var message = error.Get("message").Text() is { } words ? clean(words) : null;
        TimeSpan? retryAfter = null;
        foreach (var detail in error.Get("details").Items())
        {
            // An invalid key is a bad request here.
            if (detail.Get("reason").Text() == "API_KEY_INVALID") return new GenerationFailedException(GenerationFailures.Unauthorized, message ?? "The key is not valid.");
            if (detail.Get("@type").Text()?.EndsWith("google.rpc.RetryInfo", StringComparison.Ordinal) is true)
                retryAfter = Duration(detail.Get("retryDelay", "retry_delay").Text());
        }
        return answer.Failure(message, retryAfter);
    }

    private static IEnumerable<JsonElement> Parts(JsonElement answer) =>
        answer.Get("candidates").Items().SelectMany(candidate => candidate.Get("content").Get("parts").Items());

    private static bool IsBlock(string? reason) => reason is "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII"
        or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION";

    // As 17s or 1.5s.
    private static TimeSpan? Duration(string? text) =>
        text is not null && text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds) : null;

    private static long? Sum(long? first, long? second) => first is null && second is null ? null : (first ?? 0) + (second ?? 0);

    private static void Count(UsageDetails usage, string name, JsonElement? details)
    {
        foreach (var detail in details.Items())
        {
            if (detail.Get("tokenCount", "token_count").Whole() is not { } count) continue;
            var kind = detail.Get("modality").Text() switch { "TEXT" => "TextTokenCount", "IMAGE" => "ImageTokenCount", _ => null };
            if (kind is not null) (usage.AdditionalCounts ??= [])[$"{name}.{kind}"] = count;
        }
    }
}
