using Microsoft.Extensions.AI;

namespace Vitrine.Generation;

/// <summary>No picture came of it.</summary>
/// <param name="reason">Stable: one of <see cref="GenerationFailures"/>.</param>
/// <param name="message">The provider's own words where it had any. Never a key.</param>
public sealed class GenerationFailedException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;

    /// <summary>True where the same request may succeed later, and nothing of it can have been charged already.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>As the provider asked.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What it cost all the same, where the provider says so.</summary>
    public UsageDetails? Usage { get; init; }
}

/// <summary>Why there is no picture.</summary>
public static class GenerationFailures
{
    /// <summary>The provider would not have the prompt or the picture.</summary>
    public const string Blocked = "blocked";

    /// <summary>The provider answered without a picture.</summary>
    public const string NoImage = "no_image";

    /// <summary>The provider did not understand the request.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The key is missing, wrong, or may not do it.</summary>
    public const string Unauthorized = "provider_unauthorized";

    public const string RateLimited = "rate_limited";
    public const string QuotaExceeded = "quota_exceeded";
    public const string TimedOut = "timed_out";
    public const string Unavailable = "provider_unavailable";

    /// <summary>The provider tried and failed.</summary>
    public const string Failed = "provider_failed";
}
