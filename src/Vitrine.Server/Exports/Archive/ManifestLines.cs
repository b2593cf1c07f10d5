using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Exports.Archive;

/// <summary>The lines of an archive's manifest: of each image where its picture is in the archive, or why it is not, and everything that the lists say of it.</summary>
internal sealed class ManifestLines : IDisposable
{
    private readonly ArrayBufferWriter<byte> row = new(4096);
    private readonly Utf8JsonWriter json;

    // As the lists write it: texts of any script stay readable.
    public ManifestLines() => json = new Utf8JsonWriter(row, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public ArrayBufferWriter<byte> Output { get; } = new(4096);

    public void Add(ArchiveRow line)
    {
        row.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("id", line.Id);
        json.WriteString("file", line.Entry?.Name);
        json.WriteString("sha256", line.Picture?.Hash.ToString());
        json.WriteString("missing", line.Missing);
        json.WritePropertyName("image");
        if (line.Image is null) json.WriteNullValue();
        else FactJson.Write(json, line.Image);
        json.WriteEndObject();
        json.Flush();
        new JsonRows(Output, asArray: false).Row(row.WrittenSpan);
    }

    public void Dispose() => json.Dispose();
}
