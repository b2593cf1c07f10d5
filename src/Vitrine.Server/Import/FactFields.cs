using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>
/// Writes values that a file holds as text or as plain columns in the JSON type their field has. What does not fit goes on as a
/// string, so that the one reader of facts refuses it with its own words.
/// </summary>
internal static partial class FactFields
{
    /// <summary>A cell of a CSV file. Empty cells are absent.</summary>
    public static void WriteText(Utf8JsonWriter json, FactField field, string cell)
    {
        json.WritePropertyName(field.Name);
        switch (field.Type)
        {
            case FieldType.Integer or FieldType.Duration or FieldType.Money when JsonNumber().IsMatch(cell.Trim()):
                json.WriteRawValue(cell.Trim());
                break;
            case FieldType.Flag when ParseFlag(cell.Trim()) is { } flag:
                json.WriteBooleanValue(flag);
                break;
            case FieldType.Json when IsJsonContainer(cell):
                json.WriteRawValue(cell);
                break;
            default:
                json.WriteStringValue(cell);
                break;
        }
    }

    /// <summary>A value of a database column: null, a long, a double, a string, or bytes.</summary>
    public static void WriteValue(Utf8JsonWriter json, FactField field, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(json, field, text);
                break;
            case long or double when field.IsText:
                json.WriteString(field.Name, FormattableString.Invariant($"{value}"));
                break;
            case long number:
                json.WriteNumber(field.Name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(field.Name, number);
                break;
            case byte[] bytes:
                json.WriteString(field.Name, System.Text.Encoding.UTF8.GetString(bytes));
                break;
            default:
                json.WriteString(field.Name, FormattableString.Invariant($"{value}"));
                break;
        }
    }

    /// <summary>A time as Unix seconds or ISO text.</summary>
    public static void WriteTime(Utf8JsonWriter json, object value)
    {
        json.WritePropertyName("timestamp");
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case string text when JsonNumber().IsMatch(text.Trim()):
                json.WriteRawValue(text.Trim());
                break;
            default:
                json.WriteStringValue(FormattableString.Invariant($"{value}").Trim());
                break;
        }
    }

    /// <summary>A member of <c>meta</c>: numbers, true, false, objects and arrays as such, everything else as text.</summary>
    public static void WriteMeta(Utf8JsonWriter json, string name, string cell)
    {
        json.WritePropertyName(name);
        if (ParseFlag(cell) is { } flag && cell.Length > 1) json.WriteBooleanValue(flag);
        else if (JsonNumber().IsMatch(cell) || IsJsonContainer(cell)) json.WriteRawValue(cell);
        else json.WriteStringValue(cell);
    }

    public static bool IsJsonContainer(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed[0] is not ('{' or '[')) return false;
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool? ParseFlag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JsonNumber();
}
