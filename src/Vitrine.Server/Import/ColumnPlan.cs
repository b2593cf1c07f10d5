using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>What becomes of each column of a CSV file for one fact kind.</summary>
internal sealed class ColumnPlan
{
    private readonly IReadOnlyList<string> header;

    private ColumnPlan(
        FactSchema schema, IReadOnlyList<string> header, FactField?[] fields, int idColumn, int timeColumn,
        IReadOnlyList<int> metaColumns, IReadOnlyList<string> ignored)
    {
        Schema = schema;
        this.header = header;
        Fields = fields;
        IdColumn = idColumn;
        TimeColumn = timeColumn;
        MetaColumns = metaColumns;
        Ignored = ignored;
    }

    public FactSchema Schema { get; }

    /// <summary>The field of each column, or null.</summary>
    public FactField?[] Fields { get; }

    /// <summary>-1 where there is none.</summary>
    public int IdColumn { get; }

    /// <summary>-1 where there is none.</summary>
    public int TimeColumn { get; }

    public IReadOnlyList<int> MetaColumns { get; }

    /// <summary>Columns that are neither a field nor meta.</summary>
    public IReadOnlyList<string> Ignored { get; }

    public string HeaderOf(int column) => header[column];

    /// <summary>Mapped columns first; then those that are named as a field, an alias, <c>id</c> or a time, in any case.</summary>
    /// <exception cref="ImportFormatException">A mapping names a column or a field that is not there.</exception>
    public static ColumnPlan For(FactSchema schema, IReadOnlyList<string> header, ImportOptions options)
    {
        foreach (var column in options.Columns.Keys.Concat(options.MetaColumns))
        {
            if (!header.Contains(column, StringComparer.Ordinal))
                throw new ImportFormatException($"There is no column \"{column}\". The header line has: {string.Join(", ", header)}.");
        }

        var fields = new FactField?[header.Count];
        var (idColumn, timeColumn) = (-1, -1);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var column = 0; column < header.Count; column++)
        {
            if (options.Columns.TryGetValue(header[column], out var target) && !Place(column, target))
                throw new ImportFormatException(
                    $"{schema.Kind.WireName()} has no field \"{target}\" to take a column, or another column is it already. Fields: {FieldNames(schema)}.");
        }

        var meta = new List<int>();
        var ignored = new List<string>();
        for (var column = 0; column < header.Count; column++)
        {
            if (options.Columns.ContainsKey(header[column])) continue;
            if (options.MetaColumns.Contains(header[column])) meta.Add(column);
            else if (!Place(column, header[column].Trim().ToLowerInvariant())) ignored.Add(header[column]);
        }
        return new ColumnPlan(schema, header, fields, idColumn, timeColumn, meta, ignored);

        bool Place(int column, string target)
        {
            if (target == "kind") return true;
            if (target == "id" || target == schema.IdAlias) return Take("id", ref idColumn, column);
            if (FactSchema.TimeNames.Contains(target)) return Take("timestamp", ref timeColumn, column);
            if (schema.Find(target) is not { Type: not FieldType.Code } field || !taken.Add(field.Name)) return false;
            fields[column] = field;
            return true;
        }

        bool Take(string name, ref int place, int column)
        {
            if (!taken.Add(name)) return false;
            place = column;
            return true;
        }
    }

    private static string FieldNames(FactSchema schema) =>
        string.Join(", ", schema.Fields.Where(field => field.Type != FieldType.Code).Select(field => field.Name).Prepend("timestamp").Prepend("id"));
}
