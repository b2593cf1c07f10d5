using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Facts;

/// <summary>Reads narrow rows back into <see cref="StoredFact"/>s, only the columns that are asked for.</summary>
internal sealed class FactScan
{
    private readonly FactTable table;
    private readonly RowColumn[] columns;

    private FactScan(FactTable table, Func<RowColumn, bool> wanted)
    {
        this.table = table;
        columns = [.. table.Rows.Where(wanted)];
        Columns = string.Join(", ", columns.Select(column => $"{table.Name}.{column.Name}"));
    }

    /// <summary>The select list.</summary>
    public string Columns { get; }

    /// <summary>Everything that statistics are made of.</summary>
    public static FactScan Whole(FactTable table) =>
        new(table, column => column.Role is not (ColumnRole.Id or ColumnRole.Number) || IsFigure(column));

    /// <param name="table">Whose rows.</param>
    /// <param name="dimensions">Dimensions that are looked at.</param>
    /// <param name="figures">Sums, durations and errors; without them only counts can be told.</param>
    /// <param name="user">Who.</param>
    /// <param name="prompt">The prompt's hash.</param>
    public static FactScan Of(FactTable table, IReadOnlyCollection<Dimension> dimensions, bool figures, bool user, bool prompt) =>
        new(table, column => column.Role switch
        {
            ColumnRole.Key or ColumnRole.Micros => true,
            ColumnRole.User => user,
            ColumnRole.PromptHash => prompt,
            ColumnRole.Number => figures && IsFigure(column),
            _ when column.Slot >= 0 =>
                dimensions.Contains(table.Schema.Dimensions[column.Slot].Dimension)
                || (figures && table.Schema.Dimensions[column.Slot].Dimension is Dimension.Status or Dimension.ErrorType),
            _ => false,
        });

    public void Read(SqliteStatement row, ref StoredFact fact)
    {
        Span<long> values = stackalloc long[table.Schema.Fields.Count];
        values.Fill(FactBatch.Absent);
        fact = new StoredFact { Kind = table.Kind };
        var micros = 0;
        for (var index = 0; index < columns.Length; index++)
        {
            var column = columns[index];
            switch (column.Role)
            {
                case ColumnRole.Key:
                    fact.Key = row.Long(index);
                    break;
                case ColumnRole.Micros:
                    micros = row.Int(index);
                    break;
                case ColumnRole.User:
                    fact.User = row.Int(index);
                    break;
                case ColumnRole.Conversation:
                    fact.Conversation = row.Int(index);
                    break;
                case ColumnRole.PromptHash:
                    fact.PromptHash = row.Long(index);
                    break;
                case ColumnRole.Number:
                    if (!row.IsNull(index)) values[column.Field] = row.Long(index);
                    break;
                default:
                    fact.Dimensions[column.Slot] = row.Int(index);
                    break;
            }
        }

        fact.Time = FactKey.Time(fact.Key, micros);
        FactNumbers.Fill(table, values, ref fact);
    }

    private static bool IsFigure(RowColumn column) => column.Role == ColumnRole.Number && column.Name is
        "generation_time" or "response_time" or "execution_time" or "cost" or "bytes" or "input_tokens" or "output_tokens"
        or "status_code" or "success";
}
