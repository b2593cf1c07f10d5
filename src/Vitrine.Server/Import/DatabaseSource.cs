using System.Buffers;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Storage.Import;

namespace Vitrine.Server.Import;

/// <summary>
/// The SQLite file of a chat platform or a Discord bot, its tables as they stand. A conversation becomes its events; its
/// counters are not taken, they follow from its messages.
/// </summary>
internal sealed class DatabaseSource : IImportSource
{
    private readonly SqliteTableReader database;
    private readonly RowIdentity identity;
    private readonly List<string> notes = [];
    private readonly IReadOnlyList<KnownTable> tables;
    private readonly ArrayBufferWriter<byte> row = new();
    private readonly long totalRows;
    private long readRows;

    public DatabaseSource(string path, ImportOptions options)
    {
        try
        {
            database = SqliteTableReader.Open(path);
        }
        catch (SqliteReadException error)
        {
            throw new ImportFormatException($"The database cannot be read: {error.Message}.", error);
        }
        identity = new RowIdentity(Path.GetFileName(path), options.StartedAt);
        tables = DatabaseTables.Find(database, notes);
        totalRows = tables.Sum(table => database.Count(table.Name));
        if (tables.Count > 0) return;
        Dispose();
        throw new ImportFormatException($"The database has none of the tables that Vitrine knows. {string.Join(' ', notes)}");
    }

    public double Fraction => totalRows == 0 ? 1 : (double)readRows / totalRows;

    public IReadOnlyList<string> Notes => notes;

    public IEnumerable<ImportRow> Read()
    {
        readRows = 0;
        long position = 0;
        foreach (var table in tables)
        {
            var columns = new TableColumns(FactSchema.Of(table.Kind), database.Columns(table.Name));
            foreach (var source in database.Read(table.Name))
            {
                readRows++;
                if (table.Kind != FactKind.Conversation)
                {
                    yield return Convert(++position, table, columns, source, action: null);
                    continue;
                }
                yield return Convert(++position, table, columns, source, "created");
                if (columns.EndAction(source.Values) is { } action) yield return Convert(++position, table, columns, source, action);
            }
        }
    }

    private ImportRow Convert(long position, KnownTable table, TableColumns columns, SqliteRow source, string? action)
    {
        row.ResetWrittenCount();
        using var json = new Utf8JsonWriter(row);
        json.WriteStartObject();
        json.WriteString("kind", table.Kind.WireName());
        if (action is not null) json.WriteString("action", action);
        columns.WriteFields(json, source.Values);

        // Fields first: the id is derived from their bytes, and not from a time that the import may have to make up.
        json.Flush();
        json.WriteString("id", columns.Id(source.Values) ?? identity.Id(table.Name, source.RowId, row.WrittenSpan));
        FactFields.WriteTime(json, columns.Time(source.Values, action) ?? identity.Time(source.RowId));
        json.WriteEndObject();
        json.Flush();
        return new ImportRow(position, table.Name, source.RowId, row.WrittenMemory);
    }

    public void Dispose()
    {
        identity.Dispose();
        database.Dispose();
    }
}
