using System.Globalization;
using System.Text;
using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>Turns facts of a test into what the store takes, deriving what is derived on the way in.</summary>
public static class Batches
{
    public static FactBatch Of(params IEnumerable<TestFact> facts)
    {
        var batch = new FactBatch();
        var index = 0;
        foreach (var fact in facts) Add(batch, fact, index++);
        return batch;
    }

    private static void Add(FactBatch batch, TestFact fact, int index)
    {
        ref var header = ref batch.Begin(fact.Kind);
        header.Index = index;
        header.Time = fact.Time;
        if (TryUuid(fact.Id, out var uuid)) header.Uuid = uuid;
        else header.IdText = batch.AddText(Encoding.UTF8.GetBytes(fact.Id));

        var values = batch.Values(header);
        foreach (var field in fact.Schema.Fields)
        {
            values[field.Index] = field.Type switch
            {
                FieldType.Code => Code(fact, field),
                _ when field.IsText => fact.Text(field.Name) is { } text ? batch.AddText(Encoding.UTF8.GetBytes(text)) : FactBatch.Absent,
                _ when fact.Kind == FactKind.Message && field.Name.EndsWith("tokens", StringComparison.Ordinal) => MessageTokens(fact, field),
                _ => fact.Number(field.Name) ?? FactBatch.Absent,
            };
        }
    }

    private static long Code(TestFact fact, FactField field) => field.Name switch
    {
        "source" => (long)Derived.Source(fact),
        "origin" => fact.Text("again_of") is null ? 0 : 1,
        "status_class" => Derived.StatusClass(fact) ?? FactBatch.Absent,
        _ => throw new NotSupportedException(field.Name),
    };

    private static long MessageTokens(TestFact fact, FactField field) => field.Name switch
    {
        "input_tokens" => Derived.InputTokens(fact) ?? FactBatch.Absent,
        "output_tokens" => Derived.OutputTokens(fact) ?? FactBatch.Absent,
        _ => FactBatch.Absent,
    };

    /// <summary>A canonical lower-case UUID; any other spelling is text.</summary>
    private static bool TryUuid(string id, out UInt128 uuid)
    {
        uuid = 0;
        if (!Guid.TryParseExact(id, "D", out var guid) || guid.ToString("D") != id) return false;
        uuid = UInt128.Parse(guid.ToString("N"), NumberStyles.HexNumber);
        return true;
    }
}
