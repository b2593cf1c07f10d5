namespace Vitrine.Server.Cli;

/// <summary>Columns of text with two blanks between them, a line a row whatever the width: for eyes, grep and awk.</summary>
internal static class PlainTable
{
    public static async Task WriteAsync(TextWriter output, string[] headings, IEnumerable<string[]> rows)
    {
        string[][] lines = [headings, .. rows];
        var widths = headings.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            await output.WriteLineAsync(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
