using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation;

/// <summary>What an image is asked to be. Members that are not known are ignored, as existing apps send more.</summary>
/// <param name="UserId">For whom; an app key's is the user in X-End-User.</param>
/// <param name="ReferenceImages">Base64, with or without a data URI's head.</param>
/// <param name="AgainOf">The image that this one is made again of.</param>
/// <param name="Ext">The app's own JSON; kept in the image's meta, where <c>is_auto_followup</c> and <c>source</c> decide on its source.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record GenerationRequest(
    string? Prompt, string? NegativePrompt = null, string? Style = null, string? AspectRatio = null, string? Quality = null, string? Format = null,
    string? Resolution = null, string? DatasetId = null, string? PersonaId = null, [property: JsonConverter(typeof(TextOrNumber))] string? UserId = null, string? Provider = null, string? Model = null,
    long? Seed = null, IReadOnlyList<string>? ReferenceImages = null, JsonElement? Ext = null, string? AgainOf = null);
