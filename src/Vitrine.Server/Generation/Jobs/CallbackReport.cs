using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>What a callback says of its job, whoever's shape it came in; a member is null where it says nothing.</summary>
/// <param name="Status"><c>running</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="ImageUrl">Where the picture can be had, where its bytes did not come along.</param>
/// <param name="GenerationTime">Seconds.</param>
/// <param name="GpuTime">Of it, what the machine worked.</param>
/// <param name="ProviderJobId">What the provider calls the job.</param>
/// <param name="BaseUrl">Where the server was reached, without a slash at the end.</param>
internal sealed record CallbackReport(
    string Status, string? ImageUrl = null, string? Error = null, double? GenerationTime = null, double? GpuTime = null, string? Model = null, string? Prompt = null,
    string? NegativePrompt = null, [property: JsonConverter(typeof(RawJson))] JsonElement? Loras = null, [property: JsonConverter(typeof(RawJson))] JsonElement? Meta = null, string? ProviderJobId = null, string? BaseUrl = null);

/// <summary>JSON as it was sent: what is escaped anew may become three times as long.</summary>
internal sealed class RawJson : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => writer.WriteRawValue(value.GetRawText());
}

[JsonSerializable(typeof(CallbackReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class CallbackJson : JsonSerializerContext;
