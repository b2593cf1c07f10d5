using System.Text.Json;
using PersonaBot.Telegram;

namespace PersonaBot.Personas;

/// <summary>Who the bot pretends to be.</summary>
/// <param name="Look">Begins every prompt, so that pictures show the same person.</param>
/// <param name="Otherwise">Said in turn where no rule fits.</param>
internal sealed record Persona(
    string Id, string Name, string About, string Look, string? Style, string? NegativePrompt, Line Greeting, IReadOnlyList<Rule> Rules, IReadOnlyList<string> Otherwise,
    IReadOnlyList<Line> FollowUps);

/// <param name="Picture">What a picture beside it shows; none where null.</param>
internal sealed record Line(string Says, string? Picture);

/// <param name="Words">Any of them calls for one of the answers.</param>
internal sealed record Rule(IReadOnlyList<string> Words, IReadOnlyList<string> Says, string? Picture);

/// <summary>All personas; the first is the one that begins.</summary>
/// <param name="PictureWords">Who says one of them wants to see something.</param>
internal sealed record PersonaBook(IReadOnlyList<string> PictureWords, IReadOnlyList<Persona> Personas)
{
    public static PersonaBook Read(string file)
    {
        using var stream = File.OpenRead(file);
        var book = JsonSerializer.Deserialize<PersonaBook>(stream, TelegramJson.Options);
        return book is { Personas.Count: > 0 } && book.Personas.All(persona => persona is { Otherwise.Count: > 0, FollowUps.Count: > 0 })
            ? book
            : throw new InvalidDataException($"{file} needs personas, each with something to say otherwise, and as a follow-up.");
    }

    /// <summary>By id or name, however it is spelt with capitals.</summary>
    public Persona? Find(string name) => Personas.FirstOrDefault(persona =>
        string.Equals(persona.Id, name, StringComparison.OrdinalIgnoreCase) || string.Equals(persona.Name, name, StringComparison.OrdinalIgnoreCase));
}
