using System.Text;
using System.Text.Json;
using Vitrine.Core.Stores;
using Vitrine.Generation.RunPod;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>
/// Reads what ends a job: Vitrine's own shape in JSON or as a form with the picture as a file, or the call of RunPod. Pure; what is read is a report, and the bytes of the
/// picture where they came along.
/// </summary>
internal static class CallbackReading
{
    private const int MaxText = 32_000;
    private const int MaxError = 2000;
    private const int MaxUrl = 8000;
    private const int MaxJson = 48 * 1024;

    public static (CallbackReport? Report, ReadOnlyMemory<byte>? Picture, Problem? Problem) Read(ReadOnlyMemory<byte> body)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(body.Span);
        }
        catch (JsonException)
        {
            return Wrong(Problems.InvalidJson.With("The body is not JSON."));
        }
        if (json.ValueKind != JsonValueKind.Object) return Wrong(Problems.InvalidBody.With("The body is an object."));
        if (JobExt.FindBrokenText(body.Span, json) is { } broken) return Wrong(broken);
        return IsRunPods(json) && RunPodWebhook.Read(body) is { } job ? OfRunPod(job) : OfOwn(json, null);
    }

    public static (CallbackReport? Report, ReadOnlyMemory<byte>? Picture, Problem? Problem) Read(FormBody form)
    {
        if (form.Files.Count > 1) return Wrong(Problems.InvalidValue.With("One picture ends a job.", form.Files[1].Name));
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ImageFactText.Plain))
        {
            writer.WriteStartObject();
            foreach (var (name, text) in form.Fields)
            {
                writer.WritePropertyName(name);
                if (name is "meta" or "ext" or "loras" or "generation_time" or "gpu_time" && IsJson(text)) writer.WriteRawValue(text);
                else writer.WriteStringValue(text);
            }
            writer.WriteEndObject();
        }
        var body = buffer.ToArray();
        var json = JsonElement.Parse(body);
        return JobExt.FindBrokenText(body, json) is { } broken ? Wrong(broken) : OfOwn(json, form.Files.Count == 1 ? form.Files[0].Bytes : null);
    }

    // Its states are words in capitals; those of our own are not.
    private static bool IsRunPods(JsonElement json) =>
        json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() is { Length: > 0 } word && char.IsAsciiLetterUpper(word[0]);

    private static (CallbackReport?, ReadOnlyMemory<byte>?, Problem?) OfRunPod(RunPodJob job)
    {
        double? seconds = job is { QueueTime: { } queued, GpuTime: { } worked } ? (queued + worked).TotalSeconds : null;
        var report = new CallbackReport(JobStatus.Running, GenerationTime: seconds, GpuTime: job.GpuTime?.TotalSeconds, ProviderJobId: job.Id);
        if (!job.HasEnded) return (report, null, null);
        if (job.State is RunPodState.Completed && job.Pictures is [{ } picture, ..])
            return TryPicture(picture, out var url, out var bytes)
                ? (report with { Status = JobStatus.Succeeded, ImageUrl = url }, bytes, null)
                : (Failed("The worker's picture is neither base64 nor an address."), null, null);
        return (Failed(job.Error ?? (job.State is RunPodState.Completed ? "The worker's output has no picture that can be found in it." : job.State.ToString())), null, null);

        CallbackReport Failed(string error) => report with { Status = JobStatus.Failed, Error = ImageFactText.Fit(error, MaxError) };
    }

    private static (CallbackReport?, ReadOnlyMemory<byte>?, Problem?) OfOwn(JsonElement json, ReadOnlyMemory<byte>? file)
    {
        Problem? problem = null;
        string? Text(string name, int most)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (value.ValueKind != JsonValueKind.String) problem ??= Problems.WrongType.With($"{name} is a text.", name);
            else if (value.GetString() is { } text && text.Length <= most) return text.Length == 0 ? null : text;
            else problem ??= Problems.TooLong.With($"{name} has at most {most} characters.", name);
            return null;
        }
        double? Seconds(string name)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 31e6) return seconds;
            problem ??= Problems.OutOfRange.With($"{name} is a number of seconds.", name);
            return null;
        }
        JsonElement? Json(string name, params JsonValueKind[] kinds)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (!kinds.Contains(value.ValueKind)) problem ??= Problems.WrongType.With($"{name} has the wrong type.", name);
            else if (Encoding.UTF8.GetByteCount(value.GetRawText()) > MaxJson) problem ??= Problems.TooLong.With($"{name} has at most {MaxJson} bytes.", name);
            else return value;
            return null;
        }

        string? url = Text("image_url", MaxUrl);
        if (url is not null && !IsAddress(url)) problem ??= Problems.InvalidValue.With("image_url is an http or https address.", "image_url");
        if (file is null && json.TryGetProperty("image", out var image) && image.ValueKind != JsonValueKind.Null)
        {
            if (image.ValueKind == JsonValueKind.String && TryPicture(image.GetString()!, out var at, out var bytes)) (url, file) = (url ?? at, bytes);
            else problem ??= Problems.InvalidValue.With("image is base64, a data URI or an address.", "image");
        }
        var error = Text("error", int.MaxValue);
        var status = Text("status", 32)?.ToLowerInvariant() switch
        {
            "succeeded" or "success" or "completed" => JobStatus.Succeeded,
            "failed" or "failure" or "error" or "timed_out" => JobStatus.Failed,
            "running" or "in_progress" or "queued" => JobStatus.Running,
            null => url is not null || file is not null ? JobStatus.Succeeded : error is not null ? JobStatus.Failed : null,
            _ => "",
        };
        if (status is null) problem ??= Problems.MissingField.With("status is missing: running, succeeded or failed.", "status");
        else if (status.Length == 0) problem ??= Problems.InvalidValue.With("status is running, succeeded or failed.", "status");
        else if (status == JobStatus.Succeeded && url is null && file is null) problem ??= Problems.MissingField.With("Where is the picture? Send image_url, image or a file.", "image_url");
        var report = new CallbackReport(
            status ?? "", file is null ? url : null, error is null ? null : ImageFactText.Fit(error, MaxError), Seconds("generation_time"), Seconds("gpu_time"), Text("model", 256),
            Text("prompt", MaxText), Text("negative_prompt", MaxText), Json("loras", JsonValueKind.Array, JsonValueKind.Object, JsonValueKind.String),
            Json("meta", JsonValueKind.Object) ?? Json("ext", JsonValueKind.Object), Text("provider_job_id", 128));
        return problem is null ? (report, status == JobStatus.Succeeded ? file : null, null) : Wrong(problem);
    }

    /// <summary>A worker's picture: an address, a data URI, or base64.</summary>
    private static bool TryPicture(string text, out string? url, out ReadOnlyMemory<byte>? bytes)
    {
        (url, bytes) = (IsAddress(text) ? text : null, null);
        if (url is not null) return text.Length <= MaxUrl;
        if (!PictureText.TryDecode(text, out var decoded)) return false;
        bytes = decoded;
        return true;
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsJson(string text)
    {
        try
        {
            _ = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (CallbackReport?, ReadOnlyMemory<byte>?, Problem?) Wrong(Problem problem) => (null, null, problem);
}
