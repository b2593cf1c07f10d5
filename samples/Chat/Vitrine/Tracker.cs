using System.Text.Json;
using System.Threading.Channels;
using Vitrine.Contracts;

namespace Chat.Vitrine;

/// <summary>
/// Tells Vitrine what happens. <see cref="Track"/> returns at once, whatever Vitrine does: facts wait in a bounded queue and are sent behind it, again and again while Vitrine is away. Each has an id,
/// so that none counts twice. What finds the queue full is dropped, and the log says how much.
/// </summary>
internal sealed partial class Tracker(VitrineClient vitrine, TimeProvider clock, ILogger<Tracker> logger) : BackgroundService
{
    private const int Capacity = 10_000;
    private const int BatchSize = 200;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly Channel<Fact> queue = Channel.CreateBounded<Fact>(Capacity);

    // What is being sent; the loop's alone, and of the stop behind it.
    private readonly List<Fact> batch = [];
    private long dropped;

    public void Track(Fact fact)
    {
        var now = clock.GetUtcNow();
        // A change of a conversation is known by the conversation and what happened to it.
        var stamped = fact with { Id = fact is ConversationChange ? null : fact.Id ?? Guid.CreateVersion7(now).ToString(), Timestamp = fact.Timestamp ?? now };
        if (!queue.Writer.TryWrite(stamped)) Interlocked.Increment(ref dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            for (var pause = FirstPause; !await TrySendNextAsync(stoppingToken); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
                await Task.Delay(pause, clock, stoppingToken);
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost) LogDropped(logger, lost);
        }
    }

    /// <summary>What is still waiting gets one chance.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var soon = new CancellationTokenSource(LastWords, clock);
        try
        {
            while (batch.Count + queue.Reader.Count > 0 && await TrySendNextAsync(soon.Token)) { }
        }
        catch (OperationCanceledException)
        {
            // Vitrine does not answer in time.
        }
        if (batch.Count + queue.Reader.Count is > 0 and var lost) LogDropped(logger, lost);
    }

    /// <returns>False where what was not taken is worth another try.</returns>
    private async Task<bool> TrySendNextAsync(CancellationToken cancellationToken)
    {
        while (batch.Count < BatchSize && queue.Reader.TryRead(out var fact)) batch.Add(fact);
        try
        {
            var lines = string.Join('\n', batch.Select(fact => JsonSerializer.Serialize(fact, fact.GetType(), VitrineJson.Default)));
            using var content = new StringContent(lines, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson"));
            using var response = await vitrine.TrackAsync(content, cancellationToken);
            if ((int)response.StatusCode is 429 or >= 500) return false;
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode || JsonSerializer.Deserialize(answer, VitrineJson.Default.TrackResponse) is not { Refused.Count: 0 }) LogRefused(logger, answer);
            batch.Clear();
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogAway(logger, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} facts did not reach Vitrine")]
    private static partial void LogDropped(ILogger logger, long count);

    [LoggerMessage(LogLevel.Warning, "Vitrine did not take all facts: {Answer}")]
    private static partial void LogRefused(ILogger logger, string answer);

    [LoggerMessage(LogLevel.Debug, "Vitrine is away: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
