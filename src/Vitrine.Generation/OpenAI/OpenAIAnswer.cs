using System.Text.Json;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.OpenAI;

/// <summary>Reads what the Images API answers.</summary>
internal static class OpenAIAnswer
{
    public static async Task<List<AIContent>> ImagesAsync(JsonElement answer, PictureFetcher? fetch, CancellationToken cancellationToken)
    {
        var images = new List<AIContent>();
        foreach (var item in answer.Get("data").Items())
        {
            var image = item.Get("b64_json").Text() is { } base64 ? Pictures.FromBase64(base64)
                : item.Get("url").Text() is { } address ? await Pictures.FromAddressAsync(address, fetch, cancellationToken)
                : null;
            if (image is null) continue;
            if (item.Get("revised_prompt").Text() is { } revised) image.AdditionalProperties = new() { ["revised_prompt"] = revised };
            images.Add(image);
        }
        return images;
    }

    public static UsageDetails? Usage(JsonElement answer)
    {
        if (answer.Get("usage") is not { } usage) return null;
        var details = new UsageDetails
        {
            InputTokenCount = usage.Get("input_tokens").Whole(),
            OutputTokenCount = usage.Get("output_tokens").Whole(),
            TotalTokenCount = usage.Get("total_tokens").Whole(),
            CachedInputTokenCount = usage.Get("input_tokens_details").Get("cached_tokens").Whole(),
        };
        Count("InputTokenDetails", usage.Get("input_tokens_details"));
        Count("OutputTokenDetails", usage.Get("output_tokens_details"));
        return details;

        void Count(string name, JsonElement? counts)
        {
            if (counts.Get("text_tokens").Whole() is { } text) (details.AdditionalCounts ??= [])[$"{name}.TextTokenCount"] = text;
            if (counts.Get("image_tokens").Whole() is { } image) (details.AdditionalCounts ??= [])[$"{name}.ImageTokenCount"] = image;
        }
    }

    public static GenerationFailedException Error(ProviderAnswer answer, Func<string, string> clean)
    {
        var error = answer.Json.Get("error");
        var message = error.Get("message").Text() is { } words ? clean(words) : null;
        var code = error.Get("code").Text() ?? error.Get("type").Text();
        return code switch
        {
            "moderation_blocked" or "content_policy_violation" => new(GenerationFailures.Blocked, message ?? "The request was blocked."),
            // A rate limit by its status, but waiting does not help.
            "insufficient_quota" or "billing_hard_limit_reached" => new(GenerationFailures.QuotaExceeded, message ?? "The quota is used up."),
            "invalid_api_key" => new(GenerationFailures.Unauthorized, message ?? "The key is not valid."),
            _ => answer.Failure(message),
        };
    }
}
