using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Exports;

/// <summary>
/// Writes a list to a stream, page by page: the next page is read when the last one is written, so never more than one is in memory, however
/// slowly the stream takes it.
/// </summary>
internal sealed class ExportWriter<T>(ExportList<T> list, ExportRequest request)
{
    private const int BytesAtOnce = 64 * 1024;

    // As the lists write it: texts of any script stay readable.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> row = new(4096);
    private readonly ArrayBufferWriter<byte> output = new(2 * BytesAtOnce);

    /// <summary>Reads the first page: what is wrong with the question shows here, before anything is written.</summary>
    public Task<Page<T>> BeginAsync(CancellationToken cancellationToken) => ReadAsync(null, request.Limit, cancellationToken);

    /// <summary>Writes everything from the first page on.</summary>
    public async Task WriteAsync(Page<T> page, Stream stream, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(row, WriterOptions);
        var rows = RowsTo(output);
        rows.Begin(Json(json, list.Blank));
        for (var left = request.Limit; ; page = await ReadAsync(page.NextCursor, left, cancellationToken))
        {
            foreach (var item in page.Items)
            {
                rows.Row(Json(json, item));
                if (output.WrittenCount >= BytesAtOnce) await SendAsync(stream, cancellationToken);
            }
            left -= page.Items.Count;
            if (page.NextCursor is null || left <= 0) break;
        }
        rows.End();
        await SendAsync(stream, cancellationToken);
    }

    private Task<Page<T>> ReadAsync(string? cursor, int left, CancellationToken cancellationToken) =>
        list.Read(cursor, Math.Min(left, FactListQuery.MaxPerRead), cancellationToken);

    private ReadOnlySpan<byte> Json(Utf8JsonWriter json, T item)
    {
        row.ResetWrittenCount();
        json.Reset();
        list.Write(json, item);
        json.Flush();
        return row.WrittenSpan;
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(output.WrittenMemory, cancellationToken);
        output.ResetWrittenCount();
    }

    private IRowWriter RowsTo(IBufferWriter<byte> buffer) =>
        request.Format == ExportFormat.Csv ? new CsvRows(buffer, list.IsJson, request.HasHeader, request.HasMark)
        : new JsonRows(buffer, asArray: request.Format == ExportFormat.Json);
}
