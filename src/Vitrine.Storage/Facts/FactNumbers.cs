using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Facts;

/// <summary>Tells a stored fact's figures from the values that its row keeps. The one rule for drafts and for rows.</summary>
internal static class FactNumbers
{
    private static readonly Fields[] ByKind = [.. FactSchema.All.Select(schema => new Fields(schema))];

    private static readonly int StatusSlot = FactTable.Of(FactKind.Image).SlotOf(Dimension.Status);
    private static readonly int ErrorTypeSlot = FactTable.Of(FactKind.ApiCall).SlotOf(Dimension.ErrorType);

    private sealed class Fields(FactSchema schema)
    {
        public int Duration = Index(schema, schema.Kind switch
        {
            FactKind.Image => "generation_time",
            FactKind.Command => "execution_time",
            _ => "response_time",
        });

        public int Cost = Index(schema, "cost");
        public int Bytes = Index(schema, "bytes");
        public int InputTokens = Index(schema, "input_tokens");
        public int OutputTokens = Index(schema, "output_tokens");
        public int StatusCode = Index(schema, "status_code");
        public int Success = Index(schema, "success");

        private static int Index(FactSchema schema, string name) => schema.Find(name)?.Index ?? -1;
    }

    /// <param name="values">By field index; absent ones as <see cref="FactBatch.Absent"/>.</param>
    /// <param name="fact">With its dimensions filled.</param>
    public static void Fill(FactTable table, ReadOnlySpan<long> values, ref StoredFact fact)
    {
        var fields = ByKind[(int)table.Kind - 1];
        fact.Duration = Value(values, fields.Duration, -1);
        fact.Cost = Value(values, fields.Cost, 0);
        fact.Bytes = Value(values, fields.Bytes, 0);
        fact.InputTokens = Value(values, fields.InputTokens, 0);
        fact.OutputTokens = Value(values, fields.OutputTokens, 0);
        switch (table.Kind)
        {
            case FactKind.Image:
                if (fact.Dimensions[StatusSlot] == 0) fact.Dimensions[StatusSlot] = FactTableDimensions.SucceededName;
                fact.Error = fact.Dimensions[StatusSlot] == FactTableDimensions.FailedName;
                break;
            case FactKind.ApiCall:
                fact.Error = values[fields.StatusCode] >= 400 || fact.Dimensions[ErrorTypeSlot] != 0;
                break;
            case FactKind.Command:
                fact.Error = values[fields.Success] == 0;
                break;
            default:
                break;
        }
    }

    private static long Value(ReadOnlySpan<long> values, int field, long absent) =>
        field < 0 || values[field] == FactBatch.Absent ? absent : values[field];
}
