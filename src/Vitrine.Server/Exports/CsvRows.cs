using System.Buffers;
using System.Text.Json;

namespace Vitrine.Server.Exports;

/// <summary>Rows as RFC 4180 has them: a column for each member, texts made safe for spreadsheets, members of any JSON as JSON text.</summary>
internal sealed class CsvRows(IBufferWriter<byte> output, Func<string, bool> isJson, bool hasHeader, bool hasMark) : IRowWriter
{
    private readonly List<bool> jsonColumns = [];
    private byte[] unescaped = new byte[1024];

    public void Begin(ReadOnlySpan<byte> blank)
    {
        if (hasMark) output.Write("\uFEFF"u8);
        var names = new Utf8JsonReader(blank);
        names.Read();
        while (names.Read() && names.TokenType == JsonTokenType.PropertyName)
        {
            jsonColumns.Add(isJson(names.GetString()!));
            if (hasHeader && jsonColumns.Count > 1) output.Write(","u8);
            if (hasHeader) CsvCell.WriteText(output, names.ValueSpan);
            names.Skip();
        }
        if (hasHeader) output.Write("\r\n"u8);
    }

    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new Utf8JsonReader(json);
        row.Read();
        for (var column = 0; row.Read() && row.TokenType == JsonTokenType.PropertyName; column++)
        {
            row.Read();
            if (column > 0) output.Write(","u8);
            Cell(json, ref row, jsonColumns[column]);
        }
        output.Write("\r\n"u8);
    }

    public void End()
    {
    }

    private void Cell(ReadOnlySpan<byte> json, ref Utf8JsonReader row, bool isJsonColumn)
    {
        switch (row.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String when !isJsonColumn:
                CsvCell.WriteText(output, Text(ref row));
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False when !isJsonColumn:
                output.Write(row.ValueSpan);
                break;
            default:
                var start = (int)row.TokenStartIndex;
                row.Skip();
                CsvCell.WriteText(output, json[start..(int)row.BytesConsumed]);
                break;
        }
    }

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader row)
    {
        if (!row.ValueIsEscaped) return row.ValueSpan;
        if (unescaped.Length < row.ValueSpan.Length) unescaped = new byte[row.ValueSpan.Length];
        return unescaped.AsSpan(0, row.CopyString(unescaped));
    }
}
