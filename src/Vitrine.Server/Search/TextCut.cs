using System.Globalization;
using System.Text;

namespace Vitrine.Server.Search;

/// <summary>Short pieces of texts, on one line and never cut inside a character as people see it.</summary>
internal static class TextCut
{
    private const int TitleLength = 120;
    private const int Before = 60;
    private const int After = 100;
    private const int LongestWordCut = 20;
    private const string Ellipsis = "…";

    // How far back the beginning of a character is looked for.
    private const int LongestRun = 1_000;

    private static readonly char[] NotOfWords = ['"', '*', ' ', '\t', '\r', '\n'];

    /// <summary>The beginning of a text.</summary>
    public static string Title(string text) => Line(text, 0, TitleLength);

    /// <summary>The words around the first of those that were looked for; null where none stands there as it was typed.</summary>
    public static string? Around(string text, string words)
    {
        var first = words.Split(NotOfWords, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (Index: text.IndexOf(word, StringComparison.OrdinalIgnoreCase), Length: word.Length))
            .Where(found => found.Index >= 0).DefaultIfEmpty((Index: -1, Length: 0)).Min();
        if (first.Index < 0) return null;
        var start = Math.Min(first.Index, StartOf(text, first.Index - Before));
        if (start > 0 && text.IndexOf(' ', start, Math.Min(LongestWordCut, first.Index - start)) is var space and >= 0) start = space;
        return Line(text, start, first.Index - start + first.Length + After);
    }

    // Where a character begins is known at the beginning of a text and behind white space only.
    private static int StartOf(string text, int least)
    {
        if (least <= 0) return 0;
        var window = text.AsSpan(Math.Max(0, least - LongestRun), Math.Min(least, LongestRun));
        var at = least - window.Length + window.LastIndexOfAny(" \t\r\n") + 1;
        while (at < least) at += NextLength(text, at);
        return at;
    }

    // White space becomes a space.
    private static string Line(string text, int start, int most)
    {
        var line = new StringBuilder(start > 0 ? Ellipsis : "", most + 2);
        for (var at = start; at < text.Length;)
        {
            var length = NextLength(text, at);
            if (line.Length + length > most) return line.ToString().TrimEnd() + Ellipsis;
            if (!char.IsWhiteSpace(text[at])) line.Append(text, at, length);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            at += length;
        }
        return line.ToString().TrimEnd();
    }

    // What people see as one character has no longest length; beyond the line's it is cut, if not inside a code point.
    private static int NextLength(string text, int at)
    {
        var length = StringInfo.GetNextTextElementLength(text.AsSpan(at, Math.Min(text.Length - at, TitleLength)));
        return length > 1 && char.IsHighSurrogate(text[at + length - 1]) ? length - 1 : length;
    }
}
