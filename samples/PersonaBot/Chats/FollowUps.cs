using Microsoft.Extensions.Options;

namespace PersonaBot.Chats;

/// <summary>The scheduler: has the bot write to chats that have been silent for a while.</summary>
internal sealed class FollowUps(ChatBook chats, Inbox inbox, IOptions<BotOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.FollowUpMinutes == 0) return;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) LookAround();
    }

    private void LookAround()
    {
        var now = clock.GetUtcNow();
        foreach (var chat in chats.All)
        {
            var silence = now - chat.LastWord;
            if (silence > Forgotten) chats.Forget(chat.Id);
            else if (chat.MayFollowUp && chat.FollowUps < options.Value.MaxFollowUps && silence >= TimeSpan.FromMinutes(options.Value.FollowUpMinutes)) inbox.AddFollowUp(chat.Id);
        }
    }
}
