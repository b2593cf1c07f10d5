namespace PersonaBot.Telegram;

/// <summary>Texts as Telegram takes them. Lengths are those before escaping, in UTF-16.</summary>
internal static class TelegramText
{
    public const int MaxMessage = 4096;
    public const int MaxCaption = 1024;

    /// <summary>Only these three mean something in Telegram's HTML.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The beginning, with an ellipsis where something is missing.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..WholeAt(text, length - 1)].TrimEnd() + "…";

    /// <summary>The text in pieces that each fit, parted at line breaks and blanks where there are some.</summary>
    public static IEnumerable<string> Parts(string text, int length)
    {
        while (text.Length > length)
        {
            var end = text.LastIndexOf('\n', length - 1);
            if (end < length / 2) end = text.LastIndexOf(' ', length - 1);
            if (end < length / 2) end = WholeAt(text, length);
            yield return text[..end];
            text = text[end..].TrimStart();
        }
        if (text.Length > 0) yield return text;
    }

    // Never between the halves of a surrogate pair.
    private static int WholeAt(string text, int index) => char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
