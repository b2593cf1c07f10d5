using System.Buffers;

namespace Vitrine.Server.Import;

/// <summary>Rows on their way to the target: copies of their JSON as one array, and where each of them stood.</summary>
internal sealed class ImportBatch
{
    private const int MaxRows = 2_000;
    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> json = new();
    private readonly List<(string Table, long Number, int Offset, int Length)> rows = [];

    public int Count => rows.Count;

    public bool IsFull => rows.Count >= MaxRows || json.WrittenCount >= MaxBytes;

    public void Add(ImportRow row)
    {
        json.Write(rows.Count == 0 ? "["u8 : ","u8);
        rows.Add((row.Table, row.Number, json.WrittenCount, row.Json.Length));
        json.Write(row.Json.Span);
    }

    public ImportRow this[int index] =>
        new(0, rows[index].Table, rows[index].Number, json.WrittenMemory.Slice(rows[index].Offset, rows[index].Length));

    /// <summary>Some of the rows as a JSON array.</summary>
    public ReadOnlyMemory<byte> Slice(int first, int count)
    {
        var last = rows[first + count - 1];
        var end = last.Offset + last.Length;
        var start = rows[first].Offset;
        var array = new byte[end - start + 2];
        json.WrittenSpan[start..end].CopyTo(array.AsSpan(1));
        array[0] = (byte)'[';
        array[^1] = (byte)']';
        return array;
    }

    public void Clear()
    {
        json.ResetWrittenCount();
        rows.Clear();
    }
}
