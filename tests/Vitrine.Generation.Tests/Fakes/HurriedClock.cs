using System.Collections.Concurrent;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>A clock on which short waits are over at once, and long ones never: for asking again and again without waiting, with limits that do not strike.</summary>
internal sealed class HurriedClock(TimeSpan longest) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long ticks = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>The waits that are over, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > longest) return new Timer();
        waits.Enqueue(dueTime);
        Interlocked.Add(ref ticks, dueTime.Ticks);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
