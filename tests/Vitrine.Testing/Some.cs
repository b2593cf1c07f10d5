using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>Facts with everything required filled in and an id of their own; change what the test is about.</summary>
public static class Some
{
    private static long count;

    /// <summary>A Monday noon, UTC: when facts happen unless a test says otherwise.</summary>
    public static DateTimeOffset Noon { get; } = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static TestFact Image() => Of(FactKind.Image).By("ada").With("prompt", "a castle by the sea").With("status", "succeeded");

    public static TestFact Message() => Of(FactKind.Message).By("ada").With("role", "user").With("conversation_id", "talk-1");

    public static TestFact Activity() => Of(FactKind.Activity).By("ada").With("activity_type", "login");

    public static TestFact ApiCall() =>
        Of(FactKind.ApiCall).By("ada").With("endpoint", "/conversations/").With("method", "GET").With("status_code", 200);

    public static TestFact Command() => Of(FactKind.Command).By("ada").With("command_name", "imagine").With("success", true);

    public static TestFact Conversation(string action = "created", string conversation = "talk-1") =>
        Of(FactKind.Conversation).By("ada").With("conversation_id", conversation).With("action", action);

    public static TestFact Fact(FactKind kind) => kind switch
    {
        FactKind.Image => Image(),
        FactKind.Message => Message(),
        FactKind.Activity => Activity(),
        FactKind.ApiCall => ApiCall(),
        FactKind.Command => Command(),
        _ => Conversation(),
    };

    /// <summary>A lower-case UUID that no other call of this process returns.</summary>
    public static string Uuid() => $"01900000-0000-7000-8000-{Interlocked.Increment(ref count):x12}";

    private static TestFact Of(FactKind kind) => new(kind, Uuid(), FactTime.From(Noon));
}
