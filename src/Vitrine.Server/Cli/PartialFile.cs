using System.Text.Json;
using CsvHelper;
using Vitrine.Server.Exports;

namespace Vitrine.Server.Cli;

/// <summary>The last whole row of a file that was interrupted.</summary>
/// <param name="Time">When it began, of conversations and users.</param>
internal sealed record LastRow(ExportFormat Format, string Id, string? Time)
{
    /// <summary>What makes an export go on behind it, for an address that has a query string.</summary>
    public string Query =>
        $"&after={Uri.EscapeDataString(Id)}" + (Time is null ? "" : $"&after_time={Uri.EscapeDataString(Time)}") + (Format == ExportFormat.Csv ? "&header=0" : "");

    /// <param name="member">A member of the row by its name; null where it has none.</param>
    public static LastRow Of(ExportFormat format, Func<string, string?> member)
    {
        if (member("id") is { } fact) return new LastRow(format, fact, null);
        if (member("conversation_id") is { } conversation) return new LastRow(format, conversation, member("created_at"));
        if (member("user_id") is { } user) return new LastRow(format, user, member("first_seen"));
        throw new StartException("The last row of the interrupted file has no id. Export anew without --resume.");
    }
}

/// <summary>Cuts what an interrupted export left to its last whole row.</summary>
internal static class PartialFile
{
    /// <summary>Leaves the stream at its new end.</summary>
    /// <returns>The last row; null where there is none, and the file is empty then.</returns>
    /// <exception cref="StartException">It is no file of this form.</exception>
    public static LastRow? CutToWholeRows(FileStream file, ExportFormat format)
    {
        try
        {
            var last = format == ExportFormat.Csv ? CutCsv(file) : CutLines(file, format);
            if (last is null) file.SetLength(0);
            file.Seek(0, SeekOrigin.End);
            return last;
        }
        catch (Exception error) when (error is JsonException or CsvFormatException)
        {
            throw new StartException($"{file.Name} is not what an interrupted export of {format.Name} leaves: {error.Message} Export anew without --resume.", error);
        }
    }

    // Rows are lines; of an array, those between its brackets.
    private static LastRow? CutLines(FileStream file, ExportFormat format)
    {
        var end = LastLineBreak(file, file.Length);
        if (end < 0) return null;
        var start = LastLineBreak(file, end) + 1;
        var line = Read(file, start, end);
        var isArray = format == ExportFormat.Json;
        if (isArray && line.AsSpan().SequenceEqual("]"u8))
        {
            end = start - 1;
            start = LastLineBreak(file, end) + 1;
            line = Read(file, start, end);
        }
        if (isArray && line.AsSpan().SequenceEqual("["u8)) return null;
        var row = isArray ? line.AsSpan().TrimEnd((byte)',') : line;
        file.SetLength(isArray ? start + row.Length : end + 1);
        var members = JsonSerializer.Deserialize<JsonElement>(row);
        return LastRow.Of(format, name => members.TryGetProperty(name, out var value) ? value.GetString() : null);
    }

    private static LastRow? CutCsv(FileStream file)
    {
        var (header, start, end) = Records(file);
        if (start == 0) return null;
        file.SetLength(end);
        using var text = new MemoryStream([.. Read(file, 0, header), .. Read(file, start, end)]);
        using var reader = CsvReader.Create(text, new CsvReaderOptions());
        var names = reader.Headers.Select(name => name.TrimStart('\uFEFF')).ToList();
        reader.Read();
        return LastRow.Of(ExportFormat.Csv, name => names.IndexOf(name) is var column and >= 0 ? CsvCell.Restore(reader.GetString(column)) : null);
    }

    // Line breaks inside quotes belong to a cell; a doubled quote opens and closes and changes nothing.
    private static (long Header, long Start, long End) Records(FileStream file)
    {
        var buffer = new byte[64 * 1024];
        var (header, start, end, position) = (0L, 0L, 0L, 0L);
        var isQuoted = false;
        file.Position = 0;
        for (int read; (read = file.Read(buffer)) > 0; position += read)
        {
            for (var index = 0; index < read; index++)
            {
                if (buffer[index] == '"') isQuoted = !isQuoted;
                if (buffer[index] != '\n' || isQuoted) continue;
                (start, end) = (end, position + index + 1);
                if (header == 0) header = end;
            }
        }
        return (header, start, end);
    }

    private static long LastLineBreak(FileStream file, long before)
    {
        var buffer = new byte[64 * 1024];
        while (before > 0)
        {
            var start = Math.Max(0, before - buffer.Length);
            file.Position = start;
            var part = buffer.AsSpan(0, (int)(before - start));
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is var index and >= 0) return start + index;
            before = start;
        }
        return -1;
    }

    private static byte[] Read(FileStream file, long start, long end)
    {
        var bytes = new byte[end - start];
        file.Position = start;
        file.ReadExactly(bytes);
        return bytes;
    }
}
