using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>How a job ended, as its fact tells.</summary>
/// <param name="ImageId">Of the fact.</param>
/// <param name="Time">Of the fact, in microseconds since the Unix epoch.</param>
internal sealed record JobEnd(string ImageId, long Time)
{
    /// <summary>What was said of it; null where nothing was.</summary>
    public CallbackReport? Report { get; init; }

    /// <summary>Null where it is not stored here.</summary>
    public PictureRecord? Picture { get; init; }

    public string? ImageUrl { get; init; }

    /// <summary>Why there is no image.</summary>
    public string? Error { get; init; }

    /// <summary>Seconds it took.</summary>
    public double? Seconds { get; init; }

    /// <summary>What the provider says of the picture, where it was asked.</summary>
    public GenerationDetails? Details { get; init; }

    /// <summary>In nano-dollars; null where it is not known.</summary>
    public long? Cost { get; init; }

    /// <summary>The same as the provider of a job tells it.</summary>
    public JobEnd As(ImageJob job, GenerationDetails details) => this with
    {
        Details = details,
        Seconds = details.GenerationTime.TotalSeconds,
        Report = (Report ?? new CallbackReport(JobStatus.Succeeded)) with { Model = job.Model ?? details.Model, GpuTime = null },
    };

    /// <summary>It came after the job had ended otherwise.</summary>
    public bool IsLate { get; init; }
}

/// <summary>The fact of a job's image, from what was asked for and what was said of it, as an app would send it.</summary>
internal static class JobFactText
{
    private const int MaxError = 2000;
    private const int MaxModel = 80;
    private const int MaxMetaBytes = FactSchema.MaxJsonBytes - 1024;

    public static string Of(ImageJob job, GenerationRequest? request, JobEnd end)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ImageFactText.Plain)) Write(writer, job, request, end);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ImageJob job, GenerationRequest? request, JobEnd end)
    {
        var (report, info) = (end.Report, end.Picture?.Info);
        writer.WriteStartObject();
        writer.WriteString("kind", "image");
        writer.WriteString("id", end.ImageId);
        writer.WriteString("timestamp", FactTime.ToWire(end.Time));
        foreach (var (name, value) in new[]
        {
            ("user_id", job.UserId), ("prompt", report?.Prompt ?? job.Prompt), ("negative_prompt", report?.NegativePrompt ?? request?.NegativePrompt), ("image_url", end.ImageUrl),
            ("persona_id", job.PersonaId), ("again_of", request?.AgainOf), ("dataset_id", job.DatasetId), ("provider", job.Provider),
            ("model", report?.Model is { } said ? ImageFactText.Fit(said, MaxModel) : job.Model),
            ("style", request?.Style), ("aspect_ratio", request?.AspectRatio), ("quality", request?.Quality),
            ("resolution", info is null ? request?.Resolution : $"{info.Width}x{info.Height}"), ("format", info?.Format.WireName() ?? request?.Format),
            ("status", end.Error is null ? "succeeded" : "failed"), ("error", end.Error is { } error ? ImageFactText.Fit(error, MaxError) : null),
        })
        {
            if (value is not null) writer.WriteString(name, value);
        }
        if (end.Seconds is { } seconds) writer.WriteNumber("generation_time", Math.Round(seconds, 6));
        if (end.Cost is { } cost) writer.WriteNumber("cost", ImageFactText.Dollars(cost));
        if (end.Details is { } details) ImageFactText.Write(writer, details);
        else if (report?.GpuTime is { } gpu) writer.WriteNumber("gpu_time", Math.Round(gpu, 6));
        if (end.Picture is { } picture)
        {
            writer.WriteNumber("width", picture.Info.Width);
            writer.WriteNumber("height", picture.Info.Height);
            writer.WriteNumber("bytes", picture.Length);
        }
        if (report?.Loras is { } loras)
        {
            writer.WritePropertyName("loras");
            writer.WriteRawValue(loras.GetRawText());
        }
        WriteMeta(writer, job, end);
        writer.WriteEndObject();
    }

    // What the app said when the job began, then what was said at its end, then what is known here.
    private static void WriteMeta(Utf8JsonWriter writer, ImageJob job, JobEnd end)
    {
        var members = JobExt.Merge(job.Ext is { } ext ? JsonElement.Parse(ext) : null, end.Report?.Meta);
        foreach (var own in (string[])["job_id", "cloudflare_upload_success", "late"]) members.Remove(own);
        writer.WriteStartObject("meta");
        writer.WriteString("job_id", job.Id);
        if (job.IsOfApp && end.Error is null) writer.WriteBoolean("cloudflare_upload_success", end.Picture is not null);
        if (end.IsLate) writer.WriteBoolean("late", true);
        var room = MaxMetaBytes;
        foreach (var (name, value) in members)
        {
            // A report may hold more than a fact takes; the image is worth more than its notes.
            var (member, json) = (JsonEncodedText.Encode(name, ImageFactText.Plain.Encoder), value.GetRawText());
            room -= member.EncodedUtf8Bytes.Length + Encoding.UTF8.GetByteCount(json) + 4;
            if (room < 0) break;
            writer.WritePropertyName(member);
            // As it was sent, so that it stays as long as it was.
            writer.WriteRawValue(json);
        }
        writer.WriteEndObject();
    }
}
