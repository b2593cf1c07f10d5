using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Vitrine.Contracts;

namespace PersonaBot.Vitrine;

/// <summary>
/// Tells Vitrine what happens, without ever holding up or breaking the bot: facts wait in a bounded queue and are sent behind it, again where Vitrine is away. Each has
/// an id, so none is counted twice. What does not fit in the queue is dropped, and counted.
/// </summary>
internal sealed partial class Tracker(VitrineClient vitrine, TimeProvider clock, ILogger<Tracker> logger) : BackgroundService
{
    private const int Capacity = 5_000;
    private const int BatchSize = 100;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly Channel<Fact> facts = Channel.CreateBounded<Fact>(Capacity);
    // Of the loop, and once that has ended of the stop.
    private List<Fact> batch = [];
    private long dropped;

    public void Track(Fact fact)
    {
        var now = clock.GetUtcNow();
        // A change of a conversation has no id of its own.
        var stamped = fact with { Id = fact is ConversationChange ? null : Guid.CreateVersion7(now).ToString(), Timestamp = fact.Timestamp ?? now };
        if (!facts.Writer.TryWrite(stamped)) Interlocked.Increment(ref dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await facts.Reader.WaitToReadAsync(stoppingToken))
        {
            batch = Take();
            for (var wait = TimeSpan.FromSeconds(1); !await TrySendAsync(batch, stoppingToken); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
                await Task.Delay(wait, clock, stoppingToken);
            batch = [];
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost) LogDropped(logger, lost);
        }
    }

    /// <summary>What was being sent, and what is still in the queue, gets one chance.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(LastWords);
        try
        {
            for (batch = batch.Count > 0 ? batch : Take(); batch.Count > 0 && await TrySendAsync(batch, soon.Token); batch = Take())
            {
                // The next hundred.
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is counted.
        }
        if (batch.Count + facts.Reader.Count + Interlocked.Exchange(ref dropped, 0) is > 0 and var lost) LogDropped(logger, lost);
    }

    private List<Fact> Take()
    {
        var taken = new List<Fact>();
        while (taken.Count < BatchSize && facts.Reader.TryRead(out var fact)) taken.Add(fact);
        return taken;
    }

    /// <returns>False where it is worth another try.</returns>
    private async Task<bool> TrySendAsync(List<Fact> some, CancellationToken cancellationToken)
    {
        using var content = new StringContent($"[{string.Join(',', some.Select(fact => JsonSerializer.Serialize(fact, fact.GetType(), VitrineJson.Default)))}]", Encoding.UTF8, "application/json");
        try
        {
            using var response = await vitrine.TrackAsync(content, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError) return false;
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            // A fact that is refused now is refused forever.
            if (!response.IsSuccessStatusCode || JsonSerializer.Deserialize(answer, VitrineJson.Default.TrackResponse) is not { Refused.Count: 0 }) LogRefused(logger, answer);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogAway(logger, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} facts were dropped")]
    private static partial void LogDropped(ILogger logger, long count);

    [LoggerMessage(LogLevel.Warning, "Vitrine did not take all facts: {Answer}")]
    private static partial void LogRefused(ILogger logger, string answer);

    [LoggerMessage(LogLevel.Debug, "Vitrine is away: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
