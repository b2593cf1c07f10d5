using System.Buffers;

namespace Vitrine.Server.Exports;

/// <summary>
/// A text as a cell. One that a spreadsheet would take for a formula is preceded by an apostrophe, and so is one that looks as if that had been
/// done already, so that taking one away gives back what was stored.
/// </summary>
internal static class CsvCell
{
    private const byte Apostrophe = (byte)'\'';

    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n"u8);
    private static readonly SearchValues<byte> FormulaStarts = SearchValues.Create("=+-@\t\r\n\0"u8);

    public static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        var isQuoted = text.IsEmpty || text.ContainsAny(NeedQuotes) || text[0] == ' ' || text[^1] == ' ';
        if (isQuoted) output.Write("\""u8);
        if (LooksLikeFormula(text)) output.Write("'"u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Write(text[..(quote + 1)]);
            output.Write("\""u8);
            text = text[(quote + 1)..];
        }
        output.Write(text);
        if (isQuoted) output.Write("\""u8);
    }

    /// <summary>The text of a cell as it was stored.</summary>
    public static string Restore(string cell) =>
        cell.StartsWith('\'') && LooksLikeFormula(System.Text.Encoding.UTF8.GetBytes(cell)) ? cell[1..] : cell;

    // Behind any apostrophes: = + - @, tab, line breaks, NUL, and the full-width forms that spreadsheets of East Asia take for them.
    private static bool LooksLikeFormula(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(Apostrophe);
        if (text.IsEmpty) return false;
        return FormulaStarts.Contains(text[0])
            || text.StartsWith("\uFF1D"u8) || text.StartsWith("\uFF0B"u8) || text.StartsWith("\uFF0D"u8) || text.StartsWith("\uFF20"u8);
    }
}
