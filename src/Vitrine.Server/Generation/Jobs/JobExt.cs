using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>JSON of an app's own that goes along with a job.</summary>
internal static class JobExt
{
    private const int MaxBytes = 48 * 1024;

    /// <summary>All members, the last of each name.</summary>
    public static Dictionary<string, JsonElement> Merge(params ReadOnlySpan<JsonElement?> objects)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var said in objects)
        {
            if (said is not { ValueKind: JsonValueKind.Object } json) continue;
            foreach (var member in json.EnumerateObject()) members[member.Name] = member.Value;
        }
        return members;
    }

    /// <summary>As a job keeps it: each name once.</summary>
    public static string? Write(params ReadOnlySpan<JsonElement?> objects)
    {
        var isThere = false;
        foreach (var said in objects) isThere |= said is { ValueKind: JsonValueKind.Object };
        if (!isThere) return null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ImageFactText.Plain))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Merge(objects))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.GetRawText());
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Problem? FindProblem(JsonElement? ext) =>
        ext is not { } json || json.ValueKind == JsonValueKind.Null ? null
        : json.ValueKind != JsonValueKind.Object ? Problems.WrongType.With("ext is an object.", "ext")
        : Encoding.UTF8.GetByteCount(json.GetRawText()) > MaxBytes ? Problems.TooLong.With($"ext has at most {MaxBytes} bytes.", "ext")
        : FindBrokenText(json, "ext");

    /// <summary>Half of a surrogate pair is no text, wherever it stands: whoever would read it as such fails.</summary>
    public static Problem? FindBrokenText(JsonElement json, string? field = null) =>
        IsText(json) ? null : Problems.InvalidText.With($"{field ?? "The body"} has half of a surrogate pair.", field);

    /// <summary>The same of a body; the name of the member in which it is.</summary>
    public static Problem? FindBrokenText(ReadOnlySpan<byte> body, JsonElement json)
    {
        if (!Utf8.IsValid(body)) return Problems.InvalidJson.With("The body is not UTF-8.");
        // Whatever escapes none has none; the picture of most is long.
        if (body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0) return null;
        foreach (var member in json.EnumerateObject())
        {
            if (!IsText(member, out var name)) return Problems.InvalidText.With("The body has half of a surrogate pair.", name);
        }
        return null;
    }

    private static bool IsText(JsonProperty member, out string? name)
    {
        name = null;
        try
        {
            name = member.Name;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        return IsText(member.Value);
    }

    private static bool IsText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                return json.EnumerateObject().All(member => IsText(member, out _));
            case JsonValueKind.Array:
                return json.EnumerateArray().All(IsText);
            case JsonValueKind.String:
                try
                {
                    return json.GetString() is not null;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            default:
                return true;
        }
    }
}
