namespace PersonaBot.Telegram;

/// <summary>Asks Telegram for updates: for a machine that Telegram cannot reach.</summary>
internal sealed partial class Polling(TelegramClient telegram, Intake intake, TimeProvider clock, ILogger<Polling> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasWebhook = true;
        var next = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (hasWebhook) await telegram.DeleteWebhookAsync(stoppingToken);
                hasWebhook = false;
                foreach (var update in await telegram.GetUpdatesAsync(next, stoppingToken))
                {
                    // Left at Telegram until there is room.
                    while (!intake.TryTake(update)) await Task.Delay(Pause, clock, stoppingToken);
                    next = update.UpdateId + 1;
                }
            }
            catch (TelegramException error)
            {
                LogFailed(logger, error.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
