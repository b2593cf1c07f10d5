using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Facts;

/// <summary>What a column of a narrow row holds, and so how it is bound and read.</summary>
internal enum ColumnRole : byte
{
    Key,
    Id,
    Micros,
    User,
    Conversation,

    /// <summary>Interned name of a dimension.</summary>
    Name,

    /// <summary>A code of <see cref="Codes"/>.</summary>
    Code,

    /// <summary>Interned name of method and path template.</summary>
    Endpoint,

    /// <summary>Interned set of lora names, one a line.</summary>
    LoraSet,
    Number,
    PromptHash,
}

/// <param name="Name">Column name.</param>
/// <param name="Role">How it is bound and read.</param>
/// <param name="Field">Index in the schema, -1 for columns that are no field.</param>
/// <param name="Slot">Dimension slot, -1 for columns that are no dimension.</param>
internal sealed record RowColumn(string Name, ColumnRole Role, int Field, int Slot);

/// <summary>A column of the table of texts beside the rows.</summary>
internal sealed record TextColumn(string Name, int Field);

/// <summary>The two tables of a fact kind, told from its schema: narrow rows, and texts read only for what is shown.</summary>
internal sealed class FactTable
{
    private static readonly FactTable[] Tables = [.. FactKinds.Facts.Select(kind => new FactTable(FactSchema.Of(kind)))];

    private FactTable(FactSchema schema)
    {
        Schema = schema;
        Name = schema.Kind.WireName();
        Rows = [.. RowColumns(schema)];
        Texts = [.. TextColumns(schema)];
        InsertRow = $"""
            insert into {Name} ({string.Join(", ", Rows.Select(column => column.Name))})
            values ({string.Join(", ", Rows.Select((_, index) => $"?{index + 1}"))})
            on conflict (id) do nothing
            """;
        InsertText = $"""
            insert into {Name}_text (key, {string.Join(", ", Texts.Select(column => column.Name))}, other_names)
            values ({string.Join(", ", Enumerable.Range(1, Texts.Length + 2).Select(index => $"?{index}"))})
            """;
    }

    public FactSchema Schema { get; }

    public FactKind Kind => Schema.Kind;

    public string Name { get; }

    public RowColumn[] Rows { get; }

    public TextColumn[] Texts { get; }

    public string InsertRow { get; }

    public string InsertText { get; }

    public static FactTable Of(FactKind kind) => Tables[(int)kind - 1];

    /// <summary>The slot of a dimension, or -1 where the kind does not have it.</summary>
    public int SlotOf(Dimension dimension)
    {
        for (var slot = 0; slot < Schema.Dimensions.Count; slot++)
        {
            if (Schema.Dimensions[slot].Dimension == dimension) return slot;
        }

        return -1;
    }

    public RowColumn? ColumnOf(Dimension dimension)
    {
        var slot = SlotOf(dimension);
        return slot < 0 ? null : Rows.First(column => column.Slot == slot);
    }

    private static IEnumerable<RowColumn> RowColumns(FactSchema schema)
    {
        yield return new("key", ColumnRole.Key, -1, -1);
        yield return new("id", ColumnRole.Id, -1, -1);
        yield return new("micros", ColumnRole.Micros, -1, -1);
        yield return new("user", ColumnRole.User, FactSchema.UserId, -1);
        if (schema.Kind == FactKind.Message) yield return new("conversation", ColumnRole.Conversation, schema["conversation_id"].Index, -1);
        for (var slot = 0; slot < schema.Dimensions.Count; slot++)
        {
            var field = schema.Dimensions[slot];
            var role = field.Dimension switch
            {
                Dimension.Endpoint => ColumnRole.Endpoint,
                Dimension.Lora => ColumnRole.LoraSet,
                _ when field.Type == FieldType.Code => ColumnRole.Code,
                _ => ColumnRole.Name,
            };
            yield return new(field.Name, role, field.Index, slot);
        }

        foreach (var field in schema.Fields.Where(IsNumber)) yield return new(field.Name, ColumnRole.Number, field.Index, -1);
        if (schema.Kind == FactKind.Image) yield return new("prompt_hash", ColumnRole.PromptHash, -1, -1);
    }

    // A message's token total is the sum of its two parts and has no column.
    private static bool IsNumber(FactField field) =>
        field is { IsText: false, Type: not FieldType.Code } && field.Name != "tokens";

    // User and persona names live with the user and the persona; the method of a call is part of its endpoint's name.
    private static IEnumerable<TextColumn> TextColumns(FactSchema schema) =>
        from field in schema.Fields
        where field.Type is FieldType.Text or FieldType.Json
        where field.Name is not ("user_id" or "username" or "first_name" or "persona_name" or "conversation_id" or "method")
        select new TextColumn(field.Name, field.Index);
}
