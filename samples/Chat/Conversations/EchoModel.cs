using System.Text.RegularExpressions;

namespace Chat.Conversations;

/// <param name="InputTokens">Of the message that was answered. An echo's tokens are words.</param>
internal sealed record Reply(string Text, int InputTokens, int OutputTokens);

/// <summary>Stands where a language model would: answers by a few rules, at once and for nothing.</summary>
internal static partial class EchoModel
{
    public const string Name = "echo";

    public static Reply Answer(string name, string text)
    {
        var answer = text switch
        {
            _ when Greeting().IsMatch(text) => $"Hello, {name}! What is on your mind?",
            _ when Thanks().IsMatch(text) => "You are welcome.",
            _ when text.EndsWith('?') => $"You ask: “{text}” What would you say yourself?",
            _ => $"You said: “{text}” Tell me more.",
        };
        return new Reply(answer, Count(text), Count(answer));
    }

    private static int Count(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"^(hello|hi|hey|good morning|good evening)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"\bthank(s| you)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Thanks();
}
