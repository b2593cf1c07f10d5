using System.Buffers;
using System.Text;
using Vitrine.Server.Exports;

namespace Vitrine.Server.Tests.Exports;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("\0=1", "'\0=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠a", "'＠a")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("'tis", "'tis")]
    [InlineData("'", "'")]
    [InlineData("1=1", "1=1")]
    [InlineData("a castle", "a castle")]
    [InlineData("東京, 夜", "\"東京, 夜\"")]
    [InlineData(" leading", "\" leading\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "\"\"")]
    public void A_text_is_safe_to_open_and_can_be_had_back(string text, string cell)
    {
        Assert.Equal(cell, Write(text));
        var shown = cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        Assert.Equal(text, CsvCell.Restore(shown));
    }

    private static string Write(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        CsvCell.WriteText(output, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
