using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Stores;

/// <summary>
/// Writes stored facts as JSON, field by field as <see cref="FactSchema"/> has them: <c>id</c>, <c>kind</c>, <c>created_at</c>, then
/// every field of the kind, null where absent. Durations in seconds, money in dollars.
/// </summary>
public static class FactJson
{
    private static readonly int Tokens = FactSchema.Message["tokens"].Index;
    private static readonly int InputTokens = FactSchema.Message["input_tokens"].Index;
    private static readonly int OutputTokens = FactSchema.Message["output_tokens"].Index;

    public static void Write(Utf8JsonWriter writer, FactRecord fact)
    {
        writer.WriteStartObject();
        writer.WriteString("id", fact.Id);
        writer.WriteString("kind", fact.Kind.WireName());
        writer.WriteString("created_at", FactTime.ToWire(fact.Time));
        foreach (var field in FactSchema.Of(fact.Kind).Fields)
        {
            writer.WritePropertyName(field.Name);
            WriteValue(writer, fact, field);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes one field's value, null where absent.</summary>
    public static void WriteValue(Utf8JsonWriter writer, FactRecord fact, FactField field)
    {
        switch (ValueOf(fact, field))
        {
            case null:
                writer.WriteNullValue();
                break;
            case string json when field.Type == FieldType.Json:
                writer.WriteRawValue(json);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case long number:
                WriteNumber(writer, field.Type, number);
                break;
            case var other:
                throw new InvalidOperationException($"Field {field.Name} holds a {other.GetType().Name}.");
        }
    }

    // A message's tokens are kept as input and output; their sum is only shown.
    private static object? ValueOf(FactRecord fact, FactField field)
    {
        if (fact.Kind != FactKind.Message || field.Index != Tokens) return fact.Values[field.Index];
        return (fact.Values[InputTokens], fact.Values[OutputTokens]) switch
        {
            (long input, long output) => input + output,
            (long input, _) => input,
            (_, long output) => output,
            _ => fact.Values[Tokens],
        };
    }

    private static void WriteNumber(Utf8JsonWriter writer, FieldType type, long number)
    {
        switch (type)
        {
            case FieldType.Flag:
                writer.WriteBooleanValue(number != 0);
                break;
            case FieldType.Duration:
                writer.WriteNumberValue(MeasureCatalogue.Seconds(number));
                break;
            case FieldType.Money:
                writer.WriteNumberValue(MeasureCatalogue.Dollars(number));
                break;
            default:
                writer.WriteNumberValue(number);
                break;
        }
    }
}
