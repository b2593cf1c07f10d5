using System.Globalization;
using System.Text;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>Texts of strangers in an embed: they are shown as they are, and neither format nor link nor mention anything.</summary>
internal static class EmbedText
{
    private const char ZeroWidthSpace = '\u200B';
    private const string CutOff = "…";

    /// <summary>
    /// The text on one line with its markdown escaped, cut between two characters (as people count them) where it would be longer. Never blank.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">UTF-16 units of what comes back; at least 2. Whoever counts code points counts no more.</param>
    public static string Escape(string text, int length)
    {
        var escaped = new StringBuilder();
        var graphemes = StringInfo.GetTextElementEnumerator(OneLine(text));
        // Where what is kept ends if it turns out that something must be cut off.
        var fits = 0;
        while (graphemes.MoveNext())
        {
            Append(escaped, graphemes.GetTextElement());
            if (escaped.Length > length) return escaped.ToString(0, fits) + CutOff;
            if (escaped.Length <= length - CutOff.Length) fits = escaped.Length;
        }
        return escaped.Length == 0 ? CutOff : escaped.ToString();
    }

    // Discord takes a backslash before any sign of ASCII. Mentions are found by another reading of the text, which knows no backslashes.
    private static void Append(StringBuilder escaped, string grapheme)
    {
        foreach (var unit in grapheme)
        {
            if (unit == '@') escaped.Append('@').Append(ZeroWidthSpace);
            else if (char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit) && unit != ' ') escaped.Append('\\').Append(unit);
            else escaped.Append(unit);
        }
    }

    // Line breaks would begin a heading or a list, other controls (as those of writing direction) reach beyond the text itself.
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isSpace && line is not [] and not [.., ' ']) line.Append(' ');
            else if (!isSpace && !IsDirection(rune.Value)) line.Append(rune.ToString());
        }
        return line.ToString().TrimEnd();
    }

    private static bool IsDirection(int value) => value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
