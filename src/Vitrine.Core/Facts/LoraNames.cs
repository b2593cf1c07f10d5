using System.Text.Json;

namespace Vitrine.Core.Facts;

/// <summary>
/// The names in a <c>loras</c> value: an array of names or of objects with a <c>name</c>, an object whose members are named by lora,
/// or a JSON string that holds one of these, as document-style databases keep it; any other text is one name.
/// </summary>
public static class LoraNames
{
    private const int MaxNameBytes = 256;

    /// <summary>Distinct names in ordinal order; empty where there are none.</summary>
    public static IReadOnlyList<string> Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(document.RootElement, names, nested: false);
        return [.. names];
    }

    private static void Collect(JsonElement value, SortedSet<string> names, bool nested)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name)) Add(name, names);
                    else Add(item, names);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Add(member.Name, names);
                break;
            case JsonValueKind.String when !nested:
                var text = value.GetString()!;
                if (TryParse(text, out var inner)) Collect(inner, names, nested: true);
                else Add(text, names);
                break;
            default:
                Add(value, names);
                break;
        }
    }

    private static bool TryParse(string text, out JsonElement value)
    {
        value = default;
        if (text.TrimStart() is not ['[' or '{', ..]) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            value = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Add(JsonElement value, SortedSet<string> names)
    {
        if (value.ValueKind == JsonValueKind.String) Add(value.GetString()!, names);
    }

    private static void Add(string name, SortedSet<string> names)
    {
        if (name.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(name) <= MaxNameBytes) names.Add(name);
    }
}
