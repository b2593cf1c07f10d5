namespace Vitrine.Generation;

/// <summary>How long a provider may take, how often it is asked again, and how much it is asked at once.</summary>
public sealed record ResilienceOptions
{
    /// <summary>How long one attempt may take once it is its turn. Default 5 minutes; from 1 second to 24 hours.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many times more it is tried after a failure that may pass. Default 2; from 0 to 10.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>What is waited before the second attempt, give or take a half; twice as long before each further one. Default 1 second; from 0 to 10 minutes.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is waited at most by itself. Default 30 seconds; from 0 to 1 hour.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is waited at most because the provider asks for it; where it asks for more, the failure is told at once. Default 1 minute; from 0 to 1 hour.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many attempts may run at once; the others wait for their turn. Default 4; from 1 to 1,000.</summary>
    public int Concurrency { get; init; } = 4;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal ResilienceOptions Checked()
    {
        Check(AttemptTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), nameof(AttemptTimeout));
        Check(MaxRetries, 0, 10, nameof(MaxRetries));
        Check(FirstDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(FirstDelay));
        Check(LongestDelay, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(LongestDelay));
        Check(LongestRetryAfter, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(LongestRetryAfter));
        Check(Concurrency, 1, 1000, nameof(Concurrency));
        return this;

        static void Check<T>(T value, T least, T most, string name) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) throw new ArgumentOutOfRangeException(name, value, $"{name} is from {least} to {most}.");
        }
    }
}
