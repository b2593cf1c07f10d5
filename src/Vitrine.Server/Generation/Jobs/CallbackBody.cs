using System.Text.Json;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>What a worker says of a job. RunPod's own call is taken as well: it has <c>id</c>, <c>status</c> in capitals and <c>output</c>.</summary>
/// <param name="Status"><c>succeeded</c>, <c>failed</c> or <c>running</c>; may be absent where there is a picture or an error.</param>
/// <param name="ImageUrl">Where the picture can be had.</param>
/// <param name="Image">Or the picture itself: base64, or a data URI; in a form it may be a file.</param>
/// <param name="GenerationTime">Seconds.</param>
/// <param name="Meta">Members that the image's meta is to have; <c>ext</c> is another name of it.</param>
internal sealed record CallbackBody(
    string? Status, string? ImageUrl, string? Image, string? Error, double? GenerationTime, double? GpuTime, string? Model, string? Prompt, string? NegativePrompt,
    JsonElement? Loras, JsonElement? Meta, string? ProviderJobId);
