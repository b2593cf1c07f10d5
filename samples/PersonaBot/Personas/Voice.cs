using System.Text.RegularExpressions;

namespace PersonaBot.Personas;

/// <summary>What a persona answers: rules and a turn, no model and no chance. A pure function, so that a real one can take its place.</summary>
internal static class Voice
{
    private const int MaxRules = 3;
    private const int MaxWish = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="texts">What was written together.</param>
    /// <param name="turn">How many answers there were before.</param>
    public static Line Answer(PersonaBook book, Persona persona, IReadOnlyList<string> texts, string name, int turn)
    {
        var all = string.Join('\n', texts);
        var rules = persona.Rules.Where(rule => rule.Words.Any(word => Has(all, word))).Take(MaxRules).ToArray();
        var says = rules.Length == 0 ? persona.Otherwise[turn % persona.Otherwise.Count] : string.Join('\n', rules.Select(rule => rule.Says[turn % rule.Says.Count]));
        // Who asks to see something sees what they asked for; else a rule may bring its own picture.
        var wish = book.PictureWords.Any(word => Has(all, word)) ? all.ReplaceLineEndings(", ") : rules.Select(rule => rule.Picture).FirstOrDefault(picture => picture is not null);
        return new Line(Fill(says, name), wish is null ? null : wish[..Math.Min(wish.Length, MaxWish)]);
    }

    public static Line Greet(Persona persona, string name) => persona.Greeting with { Says = Fill(persona.Greeting.Says, name) };

    public static Line FollowUp(Persona persona, string name, int number)
    {
        var line = persona.FollowUps[number % persona.FollowUps.Count];
        return line with { Says = Fill(line.Says, name) };
    }

    private static string Fill(string text, string name) => text.Replace("{name}", name, StringComparison.Ordinal);

    private static bool Has(string text, string word) =>
        Regex.IsMatch(text, $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
}
