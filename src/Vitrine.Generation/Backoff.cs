namespace Vitrine.Generation;

/// <summary>How long to wait before the next attempt. A pure function.</summary>
internal static class Backoff
{
    /// <param name="attempt">How many have failed: 1 and more.</param>
    /// <param name="chance">From 0 to 1: spreads those who failed together.</param>
    /// <returns>Null where there is to be no further attempt.</returns>
    public static TimeSpan? Before(int attempt, GenerationFailedException failure, ResilienceOptions options, double chance)
    {
        // What was charged is not asked for again.
        if (!failure.IsRetryable || failure.Usage is not null || attempt > options.MaxRetries) return null;
        var own = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(2, attempt - 1), options.LongestDelay.TotalSeconds);
        var delay = TimeSpan.FromSeconds(Math.Min(own * (0.5 + chance), options.LongestDelay.TotalSeconds));
        if (failure.RetryAfter is not { } asked) return delay;
        if (asked > options.LongestRetryAfter) return null;
        // Never before it is asked for, and not all at that moment.
        return asked + delay / 4;
    }
}
