using System.Threading.Channels;
using Microsoft.Extensions.Options;
using PersonaBot.Telegram;

namespace PersonaBot.Chats;

/// <summary>Something that a person wrote.</summary>
internal sealed record Heard(long ChatId, Sender From, string Text, DateTimeOffset At);

/// <summary>What is answered together.</summary>
/// <param name="Messages">None where the scheduler began it.</param>
internal sealed record Batch(long ChatId, IReadOnlyList<Heard> Messages)
{
    public bool IsAutoFollowup => Messages.Count == 0;
}

/// <summary>
/// Gathers what comes within a short time in a chat, and hands it on as one batch. A chat has one batch in work at a time; what comes meanwhile is the next.
/// </summary>
internal sealed partial class Inbox(Pipeline pipeline, IOptions<BotOptions> options, TimeProvider clock, ILogger<Inbox> logger) : BackgroundService
{
    private const int MaxWaiting = 10_000;
    private const int AtOnce = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Lane> lanes = [];
    private readonly Channel<Batch> batches = Channel.CreateUnbounded<Batch>();
    private int waiting;

    private TimeSpan Window => TimeSpan.FromSeconds(options.Value.BatchSeconds);

    /// <returns>False where too much waits already.</returns>
    public bool TryAdd(Heard heard)
    {
        lock (gate)
        {
            if (waiting >= MaxWaiting) return false;
            waiting++;
            if (!lanes.TryGetValue(heard.ChatId, out var lane)) lanes[heard.ChatId] = lane = new Lane();
            lane.Messages.Add(heard);
            if (!lane.IsInWork) lane.Timer ??= CloseLater(heard.ChatId);
            return true;
        }
    }

    /// <summary>Has the bot write by itself, unless the person is writing right now.</summary>
    public void AddFollowUp(long chatId)
    {
        lock (gate)
        {
            if (!lanes.TryAdd(chatId, new Lane { IsInWork = true })) return;
            batches.Writer.TryWrite(new Batch(chatId, []));
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        batches.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, ProcessAsync);

    private async ValueTask ProcessAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.ProcessAsync(batch, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One chat's trouble is not another's.
            LogFailed(logger, batch.ChatId, error);
        }
        finally
        {
            lock (gate)
            {
                var lane = lanes[batch.ChatId];
                lane.IsInWork = false;
                if (lane.Messages.Count == 0) lanes.Remove(batch.ChatId);
                else lane.Timer = CloseLater(batch.ChatId);
            }
        }
    }

    private ITimer CloseLater(long chatId) => clock.CreateTimer(_ => Close(chatId), null, Window, Timeout.InfiniteTimeSpan);

    private void Close(long chatId)
    {
        lock (gate)
        {
            var lane = lanes[chatId];
            lane.Timer?.Dispose();
            lane.Timer = null;
            lane.IsInWork = true;
            waiting -= lane.Messages.Count;
            batches.Writer.TryWrite(new Batch(chatId, lane.Messages));
            lane.Messages = [];
        }
    }

    [LoggerMessage(LogLevel.Error, "A batch of chat {Chat} failed")]
    private static partial void LogFailed(ILogger logger, long chat, Exception error);

    // All of it under the gate.
    private sealed class Lane
    {
        public List<Heard> Messages { get; set; } = [];

        public ITimer? Timer { get; set; }

        public bool IsInWork { get; set; }
    }
}
