using System.Text.Json;

namespace Vitrine.Server.Import;

/// <summary>Rows that were not taken, a line of JSON each, with the reason. The file is made with the first of them.</summary>
/// <param name="append">True where an interrupted import goes on.</param>
internal sealed class RefusedFile(string path, bool append) : IDisposable
{
    private FileStream? stream;

    public string Path { get; } = path;

    /// <exception cref="ImportFailedException">The file cannot be written.</exception>
    public void Add(string file, ImportRow row, Refusal refusal)
    {
        stream ??= Open();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            if (row.Table.Length > 0) json.WriteString("table", row.Table);
            json.WriteNumber("row", row.Number);
            json.WriteString("code", refusal.Code);
            json.WriteString("detail", refusal.Detail);
            json.WritePropertyName("fact");
            if (row.Fault is null) json.WriteRawValue(row.Json.Span);
            else json.WriteStringValue(System.Text.Encoding.UTF8.GetString(row.Json.Span));
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    public void Flush() => stream?.Flush();

    public void Dispose() => stream?.Dispose();

    private FileStream Open()
    {
        try
        {
            return new FileStream(Path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImportFailedException($"Some rows were refused, and {Path} cannot be written ({error.Message}). Say with --refused where they may go.", error);
        }
    }
}
