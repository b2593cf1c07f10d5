using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>Facts as lines of JSON. A line goes on as it stands; kind, id and time are added where it has none.</summary>
internal sealed class NdjsonSource(InputFile file, ImportOptions options) : IImportSource
{
    private const int MaxLineBytes = 4 * 1024 * 1024;

    private readonly RowIdentity identity = new(file.Name, options.StartedAt);
    private readonly ArrayBufferWriter<byte> row = new();

    public double Fraction => file.Fraction;

    public IReadOnlyList<string> Notes => [];

    public IEnumerable<ImportRow> Read()
    {
        var lines = new LineReader(file.Content, MaxLineBytes);
        long position = 0;
        while (lines.TryRead(out var line, out var tooLong))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty) continue;
            position++;
            var number = lines.LineNumber;
            if (tooLong)
            {
                yield return new ImportRow(position, "", number, line[..1024], new Refusal("fact_too_large", "The line is longer than 4 MiB."));
                continue;
            }
            Refusal? fault = null;
            try
            {
                if (!Utf8.IsValid(line.Span)) throw new JsonException("it is not UTF-8.");
                Complete(line.Span, number);
            }
            catch (JsonException error)
            {
                fault = new Refusal("invalid_json", $"The line is not JSON: {error.Message}");
            }
            yield return new ImportRow(position, "", number, fault is null ? row.WrittenMemory : line, fault);
        }
    }

    /// <summary>Fills <see cref="row"/> with the line and the members it lacks.</summary>
    private void Complete(ReadOnlySpan<byte> line, long number)
    {
        row.ResetWrittenCount();
        var present = Inspect(line, out var closingBrace, out var isEmpty);
        if (closingBrace < 0)
        {
            row.Write(line);
            return;
        }
        row.Write(line[..closingBrace]);
        var separator = isEmpty ? "" : ",";
        if (!present.HasKind && options.Kind is { } kind) Add("kind", kind.WireName());
        if (!present.HasId) Add("id", identity.Id("", number, line));
        if (!present.HasTime) Add("timestamp", identity.Time(number));
        row.Write(line[closingBrace..]);

        void Add(string member, string value)
        {
            row.Write(Encoding.ASCII.GetBytes($"{separator}\"{member}\":\"{value}\""));
            separator = ",";
        }
    }

    private (bool HasKind, bool HasId, bool HasTime) Inspect(ReadOnlySpan<byte> line, out int closingBrace, out bool isEmpty)
    {
        var reader = new Utf8JsonReader(line);
        var kind = options.Kind;
        var (hasKind, hasId, hasTime, hasMessageId) = (false, false, false, false);
        closingBrace = -1;
        isEmpty = true;
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject) reader.Skip();
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var isKind = reader.ValueTextEquals("kind"u8);
            var isId = reader.ValueTextEquals("id"u8);
            var isMessageId = reader.ValueTextEquals("message_id"u8);
            var isTime = reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("created_at"u8);
            reader.Read();
            var isPresent = reader.TokenType != JsonTokenType.Null;
            if (isKind && reader.TokenType == JsonTokenType.String && FactKinds.TryParse(reader.GetString()!, out var own)) kind = own;
            hasKind |= isKind && isPresent;
            hasId |= isId && isPresent;
            hasTime |= isTime && isPresent;
            hasMessageId |= isMessageId && isPresent;
            reader.Skip();
        }
        if (isObject) closingBrace = (int)reader.TokenStartIndex;
        // Anything behind the value makes the line invalid, as FactReader would say of the whole batch.
        while (reader.Read())
        {
        }
        return (hasKind, hasId || (hasMessageId && kind == FactKind.Message), hasTime);
    }

    public void Dispose()
    {
        identity.Dispose();
        file.Dispose();
    }
}
