using System.Collections.Concurrent;
using PersonaBot.Personas;
using PersonaBot.Telegram;

namespace PersonaBot.Chats;

/// <summary>What the bot knows of a chat.</summary>
/// <param name="ConversationId">The conversation in Vitrine; another one at each /start.</param>
/// <param name="LastWord">When somebody last said something, be it the bot.</param>
/// <param name="FollowUps">How often the bot wrote by itself since the person last did.</param>
internal sealed record Chat(long Id, string ConversationId, Persona Persona, Sender User, DateTimeOffset LastWord, int Turn = 0, int FollowUps = 0, bool MayFollowUp = true)
{
    public string UserId => User.Id.ToString();

    public string Name => User.FirstName ?? User.Username ?? "you";
}

/// <summary>All chats, in memory: a restart begins them anew. A chat is changed by its own batch alone, of which there is one at a time.</summary>
internal sealed class ChatBook
{
    private readonly ConcurrentDictionary<long, Chat> chats = [];

    public IEnumerable<Chat> All => chats.Values;

    public Chat? Find(long id) => chats.GetValueOrDefault(id);

    public void Put(Chat chat) => chats[chat.Id] = chat;

    public void Forget(long id) => chats.TryRemove(id, out _);
}
