using System.Text.Json;

namespace Vitrine.Generation.Providers;

/// <summary>Reads answers whose shape is only hoped for: what is not there, or is something else, is null.</summary>
internal static class Json
{
    /// <summary>The first of some members that is there.</summary>
    public static JsonElement? Get(this JsonElement? element, params ReadOnlySpan<string> names)
    {
        if (element is not { ValueKind: JsonValueKind.Object } parent) return null;
        foreach (var name in names)
        {
            if (parent.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null) return member;
        }
        return null;
    }

    public static JsonElement? Get(this JsonElement element, params ReadOnlySpan<string> names) => Get((JsonElement?)element, names);

    public static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    public static long? Whole(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static double? Number(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? element) => element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object } parent ? parent.EnumerateObject() : [];

    /// <summary>Null where it is not JSON.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
