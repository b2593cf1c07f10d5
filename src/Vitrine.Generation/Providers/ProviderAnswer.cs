using System.Net;
using System.Text.Json;

namespace Vitrine.Generation.Providers;

/// <summary>What a provider answered.</summary>
internal sealed record ProviderAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    private JsonElement? json;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public TimeSpan? RetryAfter { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Null where the body is not JSON.</summary>
    public JsonElement? Json => json ??= Providers.Json.Parse(Body);

    /// <summary>What the status alone says of a request that was refused, in the provider's words where it has any.</summary>
    public GenerationFailedException Failure(string? message, TimeSpan? retryAfter = null)
    {
        var words = message ?? $"The provider answered {(int)Status}.";
        return (int)Status switch
        {
            401 or 403 => new(GenerationFailures.Unauthorized, words),
            429 => new(GenerationFailures.RateLimited, words) { IsRetryable = true, RetryAfter = retryAfter ?? RetryAfter },
            >= 500 => new(GenerationFailures.Unavailable, words) { IsRetryable = true, RetryAfter = retryAfter ?? RetryAfter },
            >= 400 => new(GenerationFailures.InvalidRequest, words),
            _ => new(GenerationFailures.Failed, words),
        };
    }
}
