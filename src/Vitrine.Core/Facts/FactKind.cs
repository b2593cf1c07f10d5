namespace Vitrine.Core.Facts;

/// <summary>
/// The five kinds of facts, and <see cref="Conversation"/>: not a fact but a change of the conversation entity, which travels
/// the same road so that it keeps its order among the messages. The numbers are stored; never renumber.
/// </summary>
public enum FactKind : byte
{
    Image = 1,
    Message = 2,
    Activity = 3,
    ApiCall = 4,
    Command = 5,
    Conversation = 6,
}

/// <summary>Wire names of kinds (<c>image</c>, <c>api_call</c>, …).</summary>
public static class FactKinds
{
    /// <summary>The five kinds of facts, without <see cref="FactKind.Conversation"/>.</summary>
    public static IReadOnlyList<FactKind> Facts { get; } =
        [FactKind.Image, FactKind.Message, FactKind.Activity, FactKind.ApiCall, FactKind.Command];

    public static string WireName(this FactKind kind) => kind switch
    {
        FactKind.Image => "image",
        FactKind.Message => "message",
        FactKind.Activity => "activity",
        FactKind.ApiCall => "api_call",
        FactKind.Command => "command",
        FactKind.Conversation => "conversation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a fact kind."),
    };

    public static bool TryParse(ReadOnlySpan<byte> utf8, out FactKind kind)
    {
        kind = utf8 switch
        {
            _ when utf8.SequenceEqual("image"u8) => FactKind.Image,
            _ when utf8.SequenceEqual("message"u8) => FactKind.Message,
            _ when utf8.SequenceEqual("activity"u8) => FactKind.Activity,
            _ when utf8.SequenceEqual("api_call"u8) => FactKind.ApiCall,
            _ when utf8.SequenceEqual("command"u8) => FactKind.Command,
            _ when utf8.SequenceEqual("conversation"u8) => FactKind.Conversation,
            _ => 0,
        };
        return kind != 0;
    }

    public static bool TryParse(string text, out FactKind kind) => TryParse(System.Text.Encoding.UTF8.GetBytes(text), out kind);
}
