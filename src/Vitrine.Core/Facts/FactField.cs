using Vitrine.Core.Query;

namespace Vitrine.Core.Facts;

/// <summary>One field of a fact kind: the single place that names it, from the wire to the column.</summary>
/// <param name="Name">Wire name and column name, snake_case.</param>
/// <param name="Type">How it is written and kept.</param>
public sealed record FactField(string Name, FieldType Type)
{
    /// <summary>Other wire names that apps use for the same field.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool Required { get; init; }

    /// <summary>Longest value in UTF-8 bytes (texts, names and JSON).</summary>
    public int MaxBytes { get; init; } = 128;

    /// <summary>The dimension that this field is, or <see cref="Dimension.None"/>.</summary>
    public Dimension Dimension { get; init; }

    /// <summary>Position in <see cref="FactSchema.Fields"/> and in a draft's window of values.</summary>
    public int Index { get; internal set; }

    /// <summary>True where the value is text in a draft (a slice of the batch's bytes), false where it is a number.</summary>
    public bool IsText => Type is FieldType.Name or FieldType.Text or FieldType.Json;
}
