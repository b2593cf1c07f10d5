using PersonaBot.Chats;

namespace PersonaBot.Telegram;

/// <summary>Updates become what was heard, each once: Telegram sends one again whose answer it did not get.</summary>
internal sealed class Intake(Inbox inbox, TimeProvider clock)
{
    private const int Remembered = 10_000;

    private readonly Lock gate = new();
    private readonly HashSet<long> known = [];
    private readonly Queue<long> order = [];

    /// <returns>False where there is no room now: it has to come again.</returns>
    public bool TryTake(Update update)
    {
        if (update.Message is not { From: { IsBot: false } from } message || (message.Text ?? message.Caption) is not { Length: > 0 } text) return true;
        lock (gate)
        {
            if (known.Contains(update.UpdateId)) return true;
            if (!inbox.TryAdd(new Heard(message.Chat.Id, from, text, clock.GetUtcNow()))) return false;
            known.Add(update.UpdateId);
            order.Enqueue(update.UpdateId);
            if (order.Count > Remembered) known.Remove(order.Dequeue());
            return true;
        }
    }
}
