using System.Collections.Concurrent;
using Vitrine.Testing;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>A clock that stands still until a test moves it, and shows which waits have begun.</summary>
internal sealed class WatchedClock : TimeProvider
{
    private readonly ManualClock clock = new();
    private readonly ConcurrentQueue<TimeSpan> waits = new();

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>In their order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(callback, state, dueTime, period);
        waits.Enqueue(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => clock.Advance(by);
}
