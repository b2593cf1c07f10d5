using System.Buffers;

namespace Vitrine.Server.Exports;

/// <summary>Every row a line: one object after another, or as the items of an array.</summary>
internal sealed class JsonRows(IBufferWriter<byte> output, bool asArray) : IRowWriter
{
    private bool hasRows;

    public void Begin(ReadOnlySpan<byte> blank)
    {
        if (asArray) output.Write("["u8);
    }

    public void Row(ReadOnlySpan<byte> json)
    {
        if (asArray) output.Write(hasRows ? ",\n"u8 : "\n"u8);
        var line = output.GetSpan(json.Length)[..json.Length];
        json.CopyTo(line);
        // JSON that an app sent is kept as it was sent. A line break in it can only be white space, and here it would end the row.
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
        if (!asArray) output.Write("\n"u8);
        hasRows = true;
    }

    public void End()
    {
        if (asArray) output.Write("\n]\n"u8);
    }
}
