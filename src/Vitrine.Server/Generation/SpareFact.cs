using System.Text;
using System.Text.Json;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Generation;

/// <summary>The fact of a job without the words, loras and notes that a worker or a provider gave, for where it cannot be stored with them.</summary>
internal static class SpareFact
{
    private const int MaxSource = 64;

    private static readonly string[] Words = ["prompt", "full_prompt", "negative_prompt", "loras", "unique_visual_elements", "meta"];

    /// <param name="refused">What was wrong, where it is one member.</param>
    public static string Of(ImageJob job, string? refused)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ImageFactText.Plain))
        {
            writer.WriteStartObject();
            JsonElement meta = default;
            foreach (var member in JsonElement.Parse(job.PendingFact!).EnumerateObject())
            {
                if (member.NameEquals("meta")) meta = member.Value;
                if (member.Name != refused && !Words.Contains(member.Name)) member.WriteTo(writer);
            }
            if (job.Prompt is { } prompt) writer.WriteString("prompt", prompt);
            writer.WriteStartObject("meta");
            writer.WriteString("job_id", job.Id);
            if (meta.ValueKind == JsonValueKind.Object) WriteSource(writer, meta);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    // What the image counts as.
    private static void WriteSource(Utf8JsonWriter writer, JsonElement meta)
    {
        foreach (var name in (string[])["is_auto_followup", "source", "late", "cloudflare_upload_success"])
        {
            if (meta.TryGetProperty(name, out var value) && (value.ValueKind is JsonValueKind.True or JsonValueKind.False || value is { ValueKind: JsonValueKind.String } && value.GetRawText().Length <= MaxSource))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.GetRawText());
            }
        }
    }
}
