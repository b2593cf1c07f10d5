using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Generation;

namespace Vitrine.Server.Generation;

/// <summary>The fact of an image that was made here, or was to be, as an app would send it.</summary>
internal static class ImageFactText
{
    private const int MaxError = 2000;
    private const int MaxModel = 80;

    /// <summary>A fact's limits are of bytes, so none is spent on escapes.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(GenerationOrder order, GenerationOutcome outcome)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain)) Write(writer, order, outcome);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, GenerationOrder order, GenerationOutcome outcome)
    {
        var request = order.Request;
        writer.WriteStartObject();
        writer.WriteString("kind", "image");
        writer.WriteString("id", order.Id);
        writer.WriteString("timestamp", FactTime.ToWire(outcome.Job.CreatedAt));
        foreach (var (name, value) in new[]
        {
            ("user_id", order.UserId), ("prompt", request.Prompt), ("full_prompt", order.FullPrompt), ("negative_prompt", request.NegativePrompt ?? outcome.Details?.NegativePrompt), ("image_url", outcome.ImageUrl),
            ("persona_id", request.PersonaId), ("again_of", request.AgainOf), ("dataset_id", request.DatasetId), ("provider", order.Provider), ("model", outcome.Model is { } model ? Fit(model, MaxModel) : request.Model), ("style", request.Style),
            ("aspect_ratio", request.AspectRatio), ("quality", request.Quality), ("resolution", ResolutionOf(order, outcome)), ("format", FormatOf(order, outcome)),
            ("status", outcome.Failure is null ? "succeeded" : "failed"), ("error", outcome.Failure is { } failure ? Fit($"{failure.Reason}: {failure.Message}", MaxError) : null),
        })
        {
            if (value is not null) writer.WriteString(name, value);
        }
        writer.WriteNumber("generation_time", Math.Round(outcome.Duration.TotalSeconds, 6));
        writer.WriteNumber("reference_images_count", order.References.Count);
        if (outcome.Cost is { } cost) writer.WriteNumber("cost", Dollars(cost));
        if (outcome.Picture is { } picture)
        {
            writer.WriteNumber("width", picture.Info.Width);
            writer.WriteNumber("height", picture.Info.Height);
            writer.WriteNumber("bytes", picture.Length);
        }
        if (outcome.Details is { } details) Write(writer, details);
        if (order.UniqueVisualElements is { } elements)
        {
            writer.WritePropertyName("unique_visual_elements");
            writer.WriteRawValue(elements);
        }
        WriteMeta(writer, order);
        writer.WriteEndObject();
    }

    public static decimal Dollars(long nano) => nano / 1_000_000_000m;

    // A provider's own words, as far as a fact takes them.
    public static string Fit(string text, int characters)
    {
        var clean = new string([.. text.Take(characters).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character)]);
        return clean.Trim();
    }

    public static void Write(Utf8JsonWriter writer, GenerationDetails details)
    {
        if (details.GpuTime is { } gpu) writer.WriteNumber("gpu_time", Math.Round(gpu.TotalSeconds, 6));
        if (details.UpscaleFactor is { } factor) writer.WriteNumber("upscale_factor", (long)Math.Round(factor));
        if (details.Loras.Count == 0) return;
        writer.WriteStartArray("loras");
        foreach (var lora in details.Loras)
        {
            writer.WriteStartObject();
            writer.WriteString("name", lora.Name);
            writer.WriteNumber("strength", lora.Strength);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static string? ResolutionOf(GenerationOrder order, GenerationOutcome outcome) =>
        outcome.Picture is { Info: var info } ? $"{info.Width}x{info.Height}" : order.Request.Resolution;

    public static string? FormatOf(GenerationOrder order, GenerationOutcome outcome) => outcome.Picture?.Info.Format.WireName() ?? order.Request.Format;

    // The app's own members, and which job it was.
    private static void WriteMeta(Utf8JsonWriter writer, GenerationOrder order)
    {
        writer.WriteStartObject("meta");
        writer.WriteString("job_id", order.Id);
        if (order.Request.Ext is { ValueKind: JsonValueKind.Object } ext)
        {
            foreach (var member in ext.EnumerateObject().Where(member => member.Name != "job_id")) member.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
