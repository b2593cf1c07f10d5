using System.Text.Json.Serialization;

namespace Vitrine.Contracts;

/// <summary>How the contracts are written as JSON: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageFact))]
[JsonSerializable(typeof(MessageFact))]
[JsonSerializable(typeof(ActivityFact))]
[JsonSerializable(typeof(ApiCallFact))]
[JsonSerializable(typeof(CommandFact))]
[JsonSerializable(typeof(ConversationChange))]
[JsonSerializable(typeof(TrackResponse))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(QueryCatalogue))]
[JsonSerializable(typeof(PromptsAnswer))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(SearchAnswer))]
public sealed partial class VitrineJson : JsonSerializerContext;
