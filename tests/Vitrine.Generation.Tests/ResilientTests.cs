using Microsoft.Extensions.AI;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class ResilientTests
{
    private readonly WatchedClock clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_later_and_later()
    {
        using var inner = new Scripted(_ => throw Passing(), _ => throw Passing(), _ => Task.FromResult(Picture));
        using var generator = Resilient(inner, new ResilienceOptions { FirstDelay = TimeSpan.FromSeconds(4) });
        var generating = generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        await UntilAsync(() => clock.Waits.Contains(TimeSpan.FromSeconds(4)));
        clock.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(1, inner.Calls);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await UntilAsync(() => clock.Waits.Contains(TimeSpan.FromSeconds(8)));
        clock.Advance(TimeSpan.FromSeconds(7.9));
        Assert.Equal(2, inner.Calls);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Same(Picture, await generating);
    }

    [Fact]
    public async Task The_last_failure_is_the_callers()
    {
        using var inner = new Scripted(_ => throw Passing("one"), _ => throw Passing("two"));
        using var generator = Resilient(inner, new ResilienceOptions { FirstDelay = TimeSpan.Zero, MaxRetries = 1 });
        Assert.Equal("two", (await FailsAsync(generator)).Message);
        Assert.Equal(2, inner.Calls);
    }

    [Fact]
    public async Task What_will_not_pass_or_was_charged_is_not_tried_again()
    {
        GenerationFailedException[] failures =
        [
            new(GenerationFailures.Blocked, "no"),
            new(GenerationFailures.NoImage, "no") { IsRetryable = true, Usage = new UsageDetails { OutputTokenCount = 1 } },
            new(GenerationFailures.RateLimited, "no") { IsRetryable = true, RetryAfter = TimeSpan.FromSeconds(61) },
        ];
        foreach (var failure in failures)
        {
            using var inner = new Scripted(_ => throw failure);
            using var generator = Resilient(inner, new ResilienceOptions { FirstDelay = TimeSpan.Zero });
            Assert.Same(failure, await FailsAsync(generator));
            Assert.Equal(1, inner.Calls);
        }
    }

    [Fact]
    public async Task Other_exceptions_are_the_callers()
    {
        using var inner = new Scripted(_ => throw new InvalidOperationException("a fault"));
        using var generator = Resilient(inner, new ResilienceOptions());
        await Assert.ThrowsAsync<InvalidOperationException>(() => generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_ended_and_not_tried_again()
    {
        using var inner = new Scripted(Forever);
        using var generator = Resilient(inner, new ResilienceOptions { AttemptTimeout = TimeSpan.FromSeconds(30) });
        var generating = FailsAsync(generator);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(generating.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        var error = await generating;
        Assert.Equal((GenerationFailures.TimedOut, false, 1), (error.Reason, error.IsRetryable, inner.Calls));
    }

    [Fact]
    public async Task A_callers_cancellation_is_no_time_out()
    {
        using var caller = new CancellationTokenSource();
        using var inner = new Scripted(Forever);
        using var generator = Resilient(inner, new ResilienceOptions());
        var generating = generator.GenerateAsync(new ImageGenerationRequest("a"), null, caller.Token);
        await caller.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Equal(caller.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_cancelled_wait_is_no_further_attempt()
    {
        using var caller = new CancellationTokenSource();
        using var inner = new Scripted(_ => throw Passing());
        using var generator = Resilient(inner, new ResilienceOptions());
        var generating = generator.GenerateAsync(new ImageGenerationRequest("a"), null, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Equal(1, inner.Calls);
    }

    [Fact]
    public async Task So_many_run_at_once_and_waiting_for_a_turn_is_not_working()
    {
        var first = new TaskCompletionSource<ImageGenerationResponse>();
        using var inner = new Scripted(_ => first.Task, _ => Task.FromResult(Picture));
        using var generator = Resilient(inner, new ResilienceOptions { Concurrency = 1, AttemptTimeout = TimeSpan.FromSeconds(30) });
        var one = generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        var two = generator.GenerateAsync(new ImageGenerationRequest("b"), null, Cancel);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, inner.Calls);
        first.SetResult(Picture);
        Assert.Same(Picture, await one);
        Assert.Same(Picture, await two.WaitAsync(Cancel));
    }

    [Theory]
    [InlineData(1, 0, null, 0.5)]
    [InlineData(1, 1, null, 1.5)]
    [InlineData(3, 0.5, null, 4.0)]
    [InlineData(10, 1, null, 30.0)]
    [InlineData(1, 0.5, 20, 20.25)]
    [InlineData(1, 0.5, 60, 60.25)]
    [InlineData(1, 0.5, 61, null)]
    [InlineData(11, 0.5, null, null)]
    public void A_delay_doubles_and_is_as_long_as_the_provider_asks_up_to_a_bound(int attempt, double chance, int? asked, double? expected)
    {
        var failure = new GenerationFailedException(GenerationFailures.RateLimited, "") { IsRetryable = true, RetryAfter = asked is { } wait ? TimeSpan.FromSeconds(wait) : null };
        Assert.Equal(expected, Backoff.Before(attempt, failure, new ResilienceOptions { MaxRetries = 10 }, chance)?.TotalSeconds);
    }

    [Fact]
    public void An_option_out_of_its_range_is_refused()
    {
        using var inner = new Scripted();
        ResilienceOptions[] wrong =
        [
            new() { AttemptTimeout = TimeSpan.Zero }, new() { MaxRetries = -1 }, new() { Concurrency = 0 }, new() { FirstDelay = TimeSpan.FromSeconds(-1) },
            new() { LongestDelay = TimeSpan.FromDays(1) }, new() { LongestRetryAfter = TimeSpan.FromDays(1) },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => new ResilientImageGenerator(inner, options, clock)));
    }

    private static ImageGenerationResponse Picture { get; } = new();

    private static GenerationFailedException Passing(string message = "later") => new(GenerationFailures.Unavailable, message) { IsRetryable = true };

    private static async Task<ImageGenerationResponse> Forever(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return Picture;
    }

    private ResilientImageGenerator Resilient(IImageGenerator inner, ResilienceOptions options) => new(inner, options, clock, () => 0.5);

    private static Task<GenerationFailedException> FailsAsync(IImageGenerator generator) =>
        Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));

    // What follows a timer runs on another thread: it is waited for, not hoped for.
    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Scripted(params Func<CancellationToken, Task<ImageGenerationResponse>>[] steps) : IImageGenerator
    {
        private int calls;

        public int Calls => Volatile.Read(ref calls);

        public Task<ImageGenerationResponse> GenerateAsync(
            ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            steps[Interlocked.Increment(ref calls) - 1](cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
