using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>Which field of a fact each column of a database table is. The numbers in a column <c>id</c> are the table's own, not ids of facts.</summary>
internal sealed class TableColumns
{
    private readonly FactField?[] fields;
    private readonly int id;
    private readonly int time;
    private readonly int changed;
    private readonly int status;

    public TableColumns(FactSchema schema, IReadOnlyList<string> columns)
    {
        fields = [.. columns.Select(column => schema.Find(column) is { Type: not FieldType.Code } field && column != schema.IdAlias ? field : null)];
        id = schema.IdAlias is null ? -1 : IndexOf(schema.IdAlias);
        time = Math.Max(IndexOf("timestamp"), IndexOf("created_at"));
        changed = IndexOf("updated_at");
        status = IndexOf("status");

        int IndexOf(string name) => columns.ToList().IndexOf(name);
    }

    public void WriteFields(Utf8JsonWriter json, object?[] values)
    {
        for (var column = 0; column < fields.Length; column++)
        {
            if (fields[column] is { } field && values[column] is { } value) FactFields.WriteValue(json, field, value);
        }
    }

    public string? Id(object?[] values) => id < 0 || values[id] is null ? null : FormattableString.Invariant($"{values[id]}");

    public object? Time(object?[] values, string? action) =>
        action is not (null or "created") && changed >= 0 && values[changed] is { } end ? end : values[time];

    /// <summary>The event that ended a conversation, or null while it is active.</summary>
    public string? EndAction(object?[] values) =>
        status >= 0 && values[status] is string text and ("deleted" or "ended") ? text : null;
}
