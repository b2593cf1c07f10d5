using System.Buffers;
using System.Text.Json;
using CsvHelper;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>
/// CSV with quoting as in RFC 4180, and TSV, where a quote is an ordinary character unless it wraps a whole cell. The first
/// record is the header.
/// </summary>
internal sealed class DelimitedSource(InputFile file, ImportOptions options) : IImportSource
{
    private const int MaxRecordBytes = 4 * 1024 * 1024;

    private readonly RowIdentity identity = new(file.Name, options.StartedAt);
    private readonly ArrayBufferWriter<byte> row = new();
    private readonly Dictionary<FactKind, ColumnPlan> plans = [];
    private readonly Dictionary<long, CsvMalformedReason> malformed = [];
    private readonly List<string> notes = [];
    private string[] header = [];
    private int kindColumn;

    public double Fraction => file.Fraction;

    public IReadOnlyList<string> Notes => notes;

    public IEnumerable<ImportRow> Read()
    {
        var delimiter = options.Delimiter ?? (file.Extension is ".tsv" or ".tab" ? '\t' : ',');
        using var reader = CsvReader.Create(file.Content, new CsvReaderOptions
        {
            Separator = delimiter,
            Mode = delimiter == '\t' ? CsvMode.NoEscape : CsvMode.Rfc4180,
            MaxRecordSize = MaxRecordBytes,
            TrackLineNumbers = true,
            // A quote inside an unquoted cell is text and loses nothing; what the others mean is a guess.
            OnMalformedRecord = record =>
            {
                if (record.Reason != CsvMalformedReason.StrayQuote) malformed[record.RecordNumber] = record.Reason;
            },
        }, leaveOpen: true);
        ReadHeader(reader.Headers);

        long position = 0;
        while (TryRead(reader))
        {
            position++;
            var cells = new string[reader.FieldCount];
            for (var column = 0; column < cells.Length; column++) cells[column] = reader.GetString(column);
            if (delimiter == '\t') Unquote(cells);
            yield return Convert(position, reader.LineNumber, cells, reader.RawRecord.ToArray(), malformed.Remove(reader.RowNumber + 1, out var reason) ? reason : null);
        }
    }

    private static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw new ImportFormatException($"The file cannot be read on: {error.Message}", error);
        }
    }

    private void ReadHeader(IEnumerable<string> names)
    {
        header = [.. names.Select(name => name.Trim(' ', '"'))];
        var twice = header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ImportFormatException($"The header line names the column \"{twice.Key}\" twice.");
        kindColumn = Array.IndexOf(header, "kind");
        if (options.Kind is { } kind) PlanFor(kind);
        else if (kindColumn < 0) throw new ImportFormatException("Say what the rows are: --kind image, message, activity, api_call or command.");
    }

    private ColumnPlan PlanFor(FactKind kind)
    {
        if (plans.TryGetValue(kind, out var plan)) return plan;
        plan = plans[kind] = ColumnPlan.For(FactSchema.Of(kind), header, options);
        if (plan.Ignored.Count > 0) notes.Add($"Columns left out ({kind.WireName()}): {string.Join(", ", plan.Ignored)}.");
        return plan;
    }

    private ImportRow Convert(long position, long line, string[] cells, byte[] raw, CsvMalformedReason? reason)
    {
        if (reason is not null)
            return Refused("invalid_csv", reason == CsvMalformedReason.UnterminatedQuote ? "A quote is opened and never closed." : "Text follows a closing quote; quoted cells double their quotes.");
        if (cells.Length > header.Length)
            return Refused("invalid_csv", $"The record has {cells.Length} cells, the header line {header.Length}.");
        var kind = options.Kind;
        if (kindColumn >= 0 && kindColumn < cells.Length && cells[kindColumn].Length > 0)
        {
            if (!FactKinds.TryParse(cells[kindColumn], out var own)) return Refused("unknown_kind", $"\"{cells[kindColumn]}\" is not a kind of fact.");
            kind = own;
        }
        if (kind is null) return Refused("unknown_kind", "The record has no kind.");

        Write(PlanFor(kind.Value), cells, position, raw);
        return new ImportRow(position, "", line, row.WrittenMemory);

        ImportRow Refused(string code, string detail) => new(position, "", line, raw, new Refusal(code, detail));
    }

    private void Write(ColumnPlan plan, string[] cells, long number, byte[] raw)
    {
        row.ResetWrittenCount();
        using var json = new Utf8JsonWriter(row);
        json.WriteStartObject();
        json.WriteString("kind", plan.Schema.Kind.WireName());
        json.WriteString("id", Cell(plan.IdColumn) is { Length: > 0 } id ? id : identity.Id("", number, raw));
        FactFields.WriteTime(json, Cell(plan.TimeColumn) is { Length: > 0 } time ? time : identity.Time(number));
        for (var column = 0; column < cells.Length; column++)
        {
            if (plan.Fields[column] is not { } field || cells[column].Length == 0) continue;
            if (plan.MetaColumns.Count > 0 && field.Index == FactSchema.Meta) continue;
            FactFields.WriteText(json, field, cells[column]);
        }
        if (plan.MetaColumns.Count > 0) WriteMeta(json, plan, cells);
        json.WriteEndObject();

        string? Cell(int column) => column >= 0 && column < cells.Length ? cells[column] : null;
    }

    /// <summary>The members of a meta column, if it is an object, and behind them the columns that were asked into meta.</summary>
    private static void WriteMeta(Utf8JsonWriter json, ColumnPlan plan, string[] cells)
    {
        json.WriteStartObject("meta");
        var metaColumn = Array.FindIndex(plan.Fields, field => field is { Index: FactSchema.Meta });
        if (metaColumn >= 0 && metaColumn < cells.Length && cells[metaColumn].Length > 0)
        {
            if (cells[metaColumn].AsSpan().Trim().StartsWith("{") && FactFields.IsJsonContainer(cells[metaColumn]))
            {
                using var meta = JsonDocument.Parse(cells[metaColumn]);
                foreach (var member in meta.RootElement.EnumerateObject()) member.WriteTo(json);
            }
            else
            {
                json.WriteString("meta", cells[metaColumn]);
            }
        }
        foreach (var column in plan.MetaColumns)
        {
            if (column < cells.Length && cells[column].Length > 0) FactFields.WriteMeta(json, plan.HeaderOf(column), cells[column]);
        }
        json.WriteEndObject();
    }

    private static void Unquote(string[] cells)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = cells[column];
            if (cell.Length < 2 || cell[0] != '"' || cell[^1] != '"') continue;
            var inner = cell[1..^1];
            var withoutPairs = inner.Replace("\"\"", "", StringComparison.Ordinal);
            if (!withoutPairs.Contains('"')) cells[column] = inner.Replace("\"\"", "\"", StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        identity.Dispose();
        file.Dispose();
    }
}
