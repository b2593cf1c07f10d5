using System.Threading.Channels;
using Microsoft.Extensions.Options;
using PersonaBot.Telegram;
using PersonaBot.Vitrine;

namespace PersonaBot.Pictures;

/// <summary>Makes pictures behind the talk, a few at a time, so that no chat waits for one.</summary>
internal sealed partial class PictureRoom(IPictureMaker maker, IMessenger messenger, IOptions<BotOptions> options, TimeProvider clock, ILogger<PictureRoom> logger) : BackgroundService
{
    private const int MaxWaiting = 200;
    private const int AtOnce = 4;

    private readonly Channel<PictureOrder> orders = Channel.CreateBounded<PictureOrder>(MaxWaiting);

    /// <returns>False where too many wait already.</returns>
    public bool TryAdd(PictureOrder order) => orders.Writer.TryWrite(order);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        orders.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, MakeAsync);

    private async ValueTask MakeAsync(PictureOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await messenger.SendActionAsync(order.Chat.Id, "upload_photo", cancellationToken);
            var picture = await MakeInTimeAsync(order, cancellationToken);
            await messenger.SendPhotoAsync(order.Chat.Id, picture.Bytes, picture.Type, order.Wish, cancellationToken);
        }
        catch (Exception error) when (error is PictureException or VitrineException)
        {
            LogNotMade(logger, order.Chat.Id, error.Message);
            await ApologizeAsync(order, cancellationToken);
        }
        catch (TelegramException error)
        {
            LogNotSent(logger, order.Chat.Id, error.Message);
        }
    }

    private async Task<Picture> MakeInTimeAsync(PictureOrder order, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(options.Value.PictureMinutes), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await maker.MakeAsync(order, either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PictureException($"There was no picture after {options.Value.PictureMinutes} minutes.", error);
        }
    }

    private async Task ApologizeAsync(PictureOrder order, CancellationToken cancellationToken)
    {
        // Nobody waits for a picture that they did not ask for.
        if (order.Source == PictureSource.Scheduler) return;
        try
        {
            await messenger.SendMessageAsync(order.Chat.Id, order.Chat.Persona.Name, "I wanted to send you a picture, but it did not work out.", cancellationToken);
        }
        catch (TelegramException error)
        {
            LogNotSent(logger, order.Chat.Id, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "No picture for chat {Chat}: {Reason}")]
    private static partial void LogNotMade(ILogger logger, long chat, string reason);

    [LoggerMessage(LogLevel.Warning, "A picture did not reach chat {Chat}: {Reason}")]
    private static partial void LogNotSent(ILogger logger, long chat, string reason);
}
