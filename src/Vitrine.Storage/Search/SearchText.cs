using System.Text;

namespace Vitrine.Storage.Search;

/// <summary>
/// Makes texts and queries of scripts without spaces searchable by a word index: a run of Chinese, Japanese or Korean characters becomes its
/// overlapping pairs, so that two characters anywhere in it are found as a word and more as a phrase.
/// </summary>
internal static class SearchText
{
    /// <summary>What is indexed for a text.</summary>
    public static string Index(string text)
    {
        if (!text.Any(IsCjkUnit)) return text;
        var words = new StringBuilder(text.Length * 2);
        foreach (var (run, isCjk) in Runs(text))
        {
            if (isCjk) words.Append(' ').AppendJoin(' ', Pairs(run)).Append(' ');
            else words.Append(run);
        }

        return words.ToString();
    }

    /// <summary>
    /// The FTS5 expression of what a person typed: words that all have to occur, <c>begin*</c> for a prefix, <c>"a phrase"</c>; null where
    /// nothing is left to look for. Whatever was typed, the result is well formed.
    /// </summary>
    public static string? Query(string typed)
    {
        var terms = new List<string>();
        foreach (var (term, isPhrase) in Terms(typed))
        {
            var isPrefix = !isPhrase && term.EndsWith('*');
            foreach (var (run, isCjk) in Runs(term.Trim('*')))
            {
                if (!run.Any(char.IsLetterOrDigit) && !isCjk) continue;
                if (!isCjk) terms.Add(Quote(run) + (isPrefix ? "*" : string.Empty));
                else if (run.EnumerateRunes().Count() == 1) terms.Add(Quote(run) + "*");
                else terms.Add(Quote(string.Join(' ', Pairs(run))));
            }
        }

        return terms.Count == 0 ? null : string.Join(' ', terms);
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", " ", StringComparison.Ordinal).Trim()}\"";

    private static IEnumerable<(string Term, bool IsPhrase)> Terms(string typed)
    {
        var parts = typed.Replace('\0', ' ').Split('"');
        for (var index = 0; index < parts.Length; index++)
        {
            if (index % 2 == 1 && index < parts.Length - 1)
            {
                yield return (parts[index], true);
                continue;
            }

            foreach (var word in parts[index].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) yield return (word, false);
        }
    }

    private static IEnumerable<string> Pairs(string run)
    {
        var runes = run.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        if (runes.Count == 1) yield return runes[0];
        for (var index = 0; index + 1 < runes.Count; index++) yield return runes[index] + runes[index + 1];
    }

    private static IEnumerable<(string Run, bool IsCjk)> Runs(string text)
    {
        var start = 0;
        var isCjk = false;
        for (var index = 0; index < text.Length; index++)
        {
            var next = IsCjkUnit(text[index]) || (char.IsLowSurrogate(text[index]) && index > 0 && isCjk && IsCjkUnit(text[index - 1]));
            if (next == isCjk) continue;
            if (index > start) yield return (text[start..index], isCjk);
            start = index;
            isCjk = next;
        }

        if (text.Length > start) yield return (text[start..], isCjk);
    }

    // The surrogates D840 to D888 lead to the supplementary ideographs, 20000 to 323AF.
    private static bool IsCjkUnit(char unit) => unit is
        (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF')
        or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9D') or '\u3005' or (>= '\uD840' and <= '\uD888');
}
