using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>Facts of a test as the JSON that an app would send.</summary>
public static class Wire
{
    public static string Json(TestFact fact)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", fact.Kind.WireName());
            json.WriteString("id", fact.Id);
            json.WriteString("timestamp", FactTime.ToWire(fact.Time));
            foreach (var field in fact.Schema.Fields.Where(field => fact.Fields.ContainsKey(field.Name))) Write(json, fact, field);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static string Array(params IEnumerable<TestFact> facts) => $"[{string.Join(',', facts.Select(Json))}]";

    public static string Ndjson(params IEnumerable<TestFact> facts) => string.Concat(facts.Select(fact => Json(fact) + "\n"));

    private static void Write(Utf8JsonWriter json, TestFact fact, FactField field)
    {
        json.WritePropertyName(field.Name);
        switch (field.Type)
        {
            case FieldType.Json:
                json.WriteRawValue(fact.Text(field.Name)!);
                break;
            case FieldType.Flag:
                json.WriteBooleanValue(fact.Number(field.Name) == 1);
                break;
            case FieldType.Duration:
                json.WriteRawValue((fact.Number(field.Name)!.Value / 1_000_000m).ToString(CultureInfo.InvariantCulture));
                break;
            case FieldType.Money:
                json.WriteRawValue((fact.Number(field.Name)!.Value / 1_000_000_000m).ToString(CultureInfo.InvariantCulture));
                break;
            case FieldType.Integer:
                json.WriteNumberValue(fact.Number(field.Name)!.Value);
                break;
            default:
                json.WriteStringValue(fact.Text(field.Name));
                break;
        }
    }
}
