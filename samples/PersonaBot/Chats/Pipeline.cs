using PersonaBot.Personas;
using PersonaBot.Pictures;
using PersonaBot.Telegram;
using PersonaBot.Vitrine;
using Vitrine.Contracts;

namespace PersonaBot.Chats;

/// <summary>Answers a batch: words at once, and a picture behind them where one belongs there. Tells Vitrine of everything as it happens.</summary>
internal sealed partial class Pipeline(
    ChatBook chats, PersonaBook personas, IMessenger messenger, PictureRoom pictures, Tracker tracker, TimeProvider clock, ILogger<Pipeline> logger)
{
    public async Task ProcessAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (batch.IsAutoFollowup) await FollowUpAsync(batch.ChatId, cancellationToken);
            else await AnswerAsync(batch, cancellationToken);
        }
        catch (TelegramException error)
        {
            LogUnsaid(logger, batch.ChatId, error.Message);
            if (error.IsUnwanted && chats.Find(batch.ChatId) is { } chat) chats.Put(chat with { MayFollowUp = false });
        }
    }

    private async Task AnswerAsync(Batch batch, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var heard in batch.Messages)
        {
            if (heard.Text[0] == '/') await CommandAsync(heard, cancellationToken);
            else texts.Add(Hear(heard));
        }
        if (texts.Count == 0) return;
        var chat = chats.Find(batch.ChatId)!;
        await ShowAsync(chat, "typing", cancellationToken);
        var line = Voice.Answer(personas, chat.Persona, texts, chat.Name, chat.Turn);
        chats.Put(chat with { Turn = chat.Turn + 1, LastWord = clock.GetUtcNow() });
        await SayAsync(chat, line, batch.Messages[0].At, PictureSource.MessageResponse, cancellationToken);
    }

    private async Task FollowUpAsync(long chatId, CancellationToken cancellationToken)
    {
        if (chats.Find(chatId) is not { MayFollowUp: true } chat) return;
        // Counted first: one that fails is not tried every half minute.
        chats.Put(chat with { FollowUps = chat.FollowUps + 1, LastWord = clock.GetUtcNow() });
        await SayAsync(chat, Voice.FollowUp(chat.Persona, chat.Name, chat.FollowUps), null, PictureSource.Scheduler, cancellationToken);
    }

    private async Task CommandAsync(Heard heard, CancellationToken cancellationToken)
    {
        // "/start@some_bot luna"
        var words = heard.Text.Split(' ', 2, StringSplitOptions.TrimEntries);
        var name = words[0][1..].Split('@')[0].ToLowerInvariant();
        var argument = words.ElementAtOrDefault(1) ?? "";
        var known = true;
        switch (name)
        {
            case "start":
                await StartAsync(heard, personas.Find(argument) ?? personas.Personas[0], cancellationToken);
                break;
            case "persona" when personas.Find(argument) is { } persona:
                await StartAsync(heard, persona, cancellationToken);
                break;
            case "persona":
                await messenger.SendMessageAsync(heard.ChatId, "Who should write to you?", string.Join('\n', personas.Personas.Select(one => $"/persona {one.Id} – {one.About}")), cancellationToken);
                break;
            case "stop":
                await StopAsync(heard, cancellationToken);
                break;
            default:
                known = false;
                await messenger.SendMessageAsync(heard.ChatId, "That is no command", "/start begins anew, /persona chooses who writes to you, /stop keeps the bot from writing by itself.", cancellationToken);
                break;
        }
        tracker.Track(new CommandFact
        {
            CommandName = known ? name : "unknown", UserId = heard.From.Id.ToString(), Username = heard.From.Username, FirstName = heard.From.FirstName,
            ChannelId = heard.ChatId.ToString(), Success = known, ExecutionTime = (clock.GetUtcNow() - heard.At).TotalSeconds,
        });
    }

    private async Task StartAsync(Heard heard, Persona persona, CancellationToken cancellationToken)
    {
        if (chats.Find(heard.ChatId) is { } old) TrackConversation(old, "ended");
        var chat = Open(heard, persona);
        tracker.Track(new ActivityFact { ActivityType = "start", UserId = chat.UserId, Username = heard.From.Username, FirstName = heard.From.FirstName });
        await SayAsync(chat, Voice.Greet(persona, chat.Name), heard.At, PictureSource.HistoryStart, cancellationToken);
    }

    private async Task StopAsync(Heard heard, CancellationToken cancellationToken)
    {
        if (chats.Find(heard.ChatId) is { } chat)
        {
            chats.Put(chat with { MayFollowUp = false });
            TrackConversation(chat, "ended");
            tracker.Track(new ActivityFact { ActivityType = "stop", UserId = chat.UserId });
        }
        await messenger.SendMessageAsync(heard.ChatId, "As you like", "I write only when you do. /start begins anew.", cancellationToken);
    }

    private string Hear(Heard heard)
    {
        // After a restart, or without /start, the chat begins with its first message.
        var chat = chats.Find(heard.ChatId) ?? Open(heard, personas.Personas[0]);
        chats.Put(chat with { User = heard.From, LastWord = heard.At, FollowUps = 0 });
        tracker.Track(new MessageFact
        {
            Role = "user", ConversationId = chat.ConversationId, UserId = heard.From.Id.ToString(), Username = heard.From.Username, FirstName = heard.From.FirstName,
            Text = heard.Text, Timestamp = heard.At,
        });
        return heard.Text;
    }

    private Chat Open(Heard heard, Persona persona)
    {
        var chat = new Chat(heard.ChatId, Guid.CreateVersion7(clock.GetUtcNow()).ToString(), persona, heard.From, heard.At);
        chats.Put(chat);
        TrackConversation(chat, "created");
        return chat;
    }

    private void TrackConversation(Chat chat, string action) =>
        tracker.Track(new ConversationChange { ConversationId = chat.ConversationId, UserId = chat.UserId, Action = action });

    /// <param name="since">When the person began to wait; null where nobody did.</param>
    private async Task SayAsync(Chat chat, Line line, DateTimeOffset? since, PictureSource source, CancellationToken cancellationToken)
    {
        await messenger.SendMessageAsync(chat.Id, chat.Persona.Name, line.Says, cancellationToken);
        tracker.Track(new MessageFact
        {
            Role = "assistant", ConversationId = chat.ConversationId, UserId = chat.UserId, Text = line.Says,
            ResponseTime = since is { } begun ? (clock.GetUtcNow() - begun).TotalSeconds : null,
        });
        if (line.Picture is { } picture && !pictures.TryAdd(new PictureOrder(chat, picture, source))) LogTooMany(logger, chat.Id);
    }

    // Nice to have, no more.
    private async Task ShowAsync(Chat chat, string action, CancellationToken cancellationToken)
    {
        try
        {
            await messenger.SendActionAsync(chat.Id, action, cancellationToken);
        }
        catch (TelegramException error)
        {
            LogUnsaid(logger, chat.Id, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Chat {Chat} did not hear the bot: {Reason}")]
    private static partial void LogUnsaid(ILogger logger, long chat, string reason);

    [LoggerMessage(LogLevel.Warning, "Chat {Chat} gets no picture: too many are being made")]
    private static partial void LogTooMany(ILogger logger, long chat);
}
