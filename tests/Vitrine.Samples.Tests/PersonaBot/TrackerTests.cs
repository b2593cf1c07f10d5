using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaBot;
using PersonaBot.Vitrine;
using Vitrine.Contracts;
using Vitrine.Testing;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>What becomes of facts when the bot stops.</summary>
public sealed class TrackerTests : IAsyncDisposable
{
    private readonly ManualClock clock = new();
    private readonly Logs logs = new();
    private readonly List<string> taken = [];
    private readonly TaskCompletionSource asked = new();
    private readonly WebApplication vitrine;
    private bool isAway = true;

    public TrackerTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        vitrine = builder.Build();
        vitrine.MapPost("/api/v1/track", (JsonElement facts) =>
        {
            var refuses = Volatile.Read(ref isAway);
            asked.TrySetResult();
            if (refuses) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            lock (taken) taken.AddRange(facts.EnumerateArray().Select(fact => fact.GetProperty("activity_type").GetString()!));
            return Results.Json(new { stored = facts.GetArrayLength(), duplicates = 0, refused = Array.Empty<object>() });
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_being_sent_when_the_bot_stops_is_sent_first_and_then_the_rest()
    {
        using var tracker = await StopAsync(() => Volatile.Write(ref isAway, false));
        Assert.Equal(Enumerable.Range(0, 250).Select(number => $"a-{number}"), taken);
        Assert.DoesNotContain(logs.Lines, line => line.Contains("dropped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_could_not_be_sent_to_the_end_is_counted_as_dropped()
    {
        using var tracker = await StopAsync(() => { });
        Assert.Empty(taken);
        Assert.Contains(logs.Lines, line => line.StartsWith("250 facts were dropped", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => vitrine.DisposeAsync();

    private async Task<Tracker> StopAsync(Action before)
    {
        await vitrine.StartAsync(Cancel);
        using var client = new VitrineClient(Options.Create(new BotOptions { VitrineUrl = new Uri(vitrine.Urls.Single()), VitrineKey = "a-key" }), clock);
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var tracker = new Tracker(client, clock, factory.CreateLogger<Tracker>());
        for (var number = 0; number < 250; number++) tracker.Track(new ActivityFact { UserId = "anna", ActivityType = $"a-{number}" });
        await tracker.StartAsync(Cancel);
        // A hundred are out of the queue, and wait to be sent again.
        await asked.Task.WaitAsync(Cancel);
        before();
        await tracker.StopAsync(Cancel);
        return tracker;
    }
}
