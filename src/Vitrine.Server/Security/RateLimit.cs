namespace Vitrine.Server.Security;

/// <summary>
/// So many requests a minute, evenly refilled: a minute's worth may come at once after a quiet minute. The generic cell rate algorithm, as one
/// number: the time at which all that was taken so far would have been due. Thread-safe.
/// </summary>
internal sealed class RateLimit(int perMinute, TimeProvider clock)
{
    private readonly long interval = Math.Max(1, 60 * clock.TimestampFrequency / perMinute);
    private readonly long burst = 60 * clock.TimestampFrequency;
    private long due;

    /// <summary>True where nothing is taken that is not refilled.</summary>
    public bool IsFull => Interlocked.Read(ref due) <= clock.GetTimestamp();

    /// <returns>Zero where the request may go on, else after how long it may.</returns>
    public TimeSpan Take()
    {
        var now = clock.GetTimestamp();
        while (true)
        {
            var seen = Interlocked.Read(ref due);
            var next = Math.Max(seen, now) + interval;
            if (next - now > burst) return clock.GetElapsedTime(0, next - now - burst);
            if (Interlocked.CompareExchange(ref due, next, seen) == seen) return TimeSpan.Zero;
        }
    }
}
