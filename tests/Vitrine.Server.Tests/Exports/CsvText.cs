using System.Text;

namespace Vitrine.Server.Tests.Exports;

/// <summary>Reads CSV by the letter of RFC 4180, knowing nothing of how it was written.</summary>
internal static class CsvText
{
    public static List<string[]> Read(string csv)
    {
        var records = new List<string[]>();
        for (var at = 0; at < csv.Length;)
        {
            var cells = new List<string>();
            do cells.Add(Cell(csv, ref at));
            while (at < csv.Length && csv[at++] == ',');
            Assert.True(at < csv.Length && csv[at - 1] == '\r' && csv[at] == '\n', $"Record {records.Count} does not end with CRLF.");
            at++;
            records.Add([.. cells]);
        }
        Assert.All(records, record => Assert.Equal(records[0].Length, record.Length));
        return records;
    }

    /// <summary>Each record's cells by the names of the first.</summary>
    public static List<Dictionary<string, string>> ReadNamed(string csv)
    {
        var records = Read(csv);
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static string Cell(string csv, ref int at)
    {
        var cell = new StringBuilder();
        if (at < csv.Length && csv[at] == '"')
        {
            for (at++; ; at++)
            {
                if (csv[at] == '"' && csv[++at] != '"') return cell.ToString();
                cell.Append(csv[at]);
            }
        }
        while (csv[at] is not (',' or '\r'))
        {
            Assert.True(csv[at] is not ('"' or '\n'), "A quote or line feed stands in a cell without quotes.");
            cell.Append(csv[at++]);
        }
        return cell.ToString();
    }
}
