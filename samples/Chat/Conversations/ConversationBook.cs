namespace Chat.Conversations;

/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
internal sealed record Message(string Id, string Role, string Text, DateTimeOffset At);

/// <summary>A conversation as it is now.</summary>
internal sealed record Conversation(string Id, DateTimeOffset StartedAt, IReadOnlyList<Message> Messages);

/// <summary>Everybody's conversations, as long as the program runs. Each is found by its own person only.</summary>
internal sealed class ConversationBook(TimeProvider clock)
{
    public const int MaxPerPerson = 50;
    public const int MaxMessages = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<(string PersonId, string Id), (DateTimeOffset StartedAt, List<Message> Messages)> open = [];

    /// <summary>The latest first.</summary>
    public IReadOnlyList<Conversation> List(string personId)
    {
        lock (gate) return [.. open.Where(pair => pair.Key.PersonId == personId).Select(pair => Read(pair.Key.Id, pair.Value)).OrderByDescending(one => one.Id, StringComparer.Ordinal)];
    }

    public Conversation? Find(string personId, string id)
    {
        lock (gate) return open.TryGetValue((personId, id), out var found) ? Read(id, found) : null;
    }

    /// <returns>Null where the person has too many already.</returns>
    public Conversation? Start(string personId)
    {
        var now = clock.GetUtcNow();
        var conversation = (StartedAt: now, Messages: new List<Message>());
        var id = Guid.CreateVersion7(now).ToString();
        lock (gate)
        {
            if (open.Keys.Count(key => key.PersonId == personId) >= MaxPerPerson) return null;
            open.Add((personId, id), conversation);
            return Read(id, conversation);
        }
    }

    /// <returns>Null where there is no such conversation, or it is full.</returns>
    public Message? Add(string personId, string id, string role, string text)
    {
        var now = clock.GetUtcNow();
        var message = new Message(Guid.CreateVersion7(now).ToString(), role, text, now);
        lock (gate)
        {
            if (!open.TryGetValue((personId, id), out var found) || found.Messages.Count >= MaxMessages) return null;
            found.Messages.Add(message);
            return message;
        }
    }

    public bool End(string personId, string id)
    {
        lock (gate) return open.Remove((personId, id));
    }

    private static Conversation Read(string id, (DateTimeOffset StartedAt, List<Message> Messages) one) => new(id, one.StartedAt, [.. one.Messages]);
}
