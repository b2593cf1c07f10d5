using Vitrine.Core.Facts;

namespace Vitrine.Core.Stores;

/// <summary>A stored fact as it is shown. Values are indexed by <see cref="FactField.Index"/>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">As sent, or as made by Vitrine.</param>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Values">
/// Null where absent; <see cref="string"/> for names, codes, texts and JSON (verbatim JSON), <see cref="long"/> for integers, flags,
/// durations (microseconds) and money (nano-dollars). User, persona and conversation members are those known now.
/// </param>
public sealed record FactRecord(FactKind Kind, string Id, long Time, object?[] Values)
{
    public string? Text(int index) => (string?)Values[index];

    public string? Text(string field) => (string?)Values[FactSchema.Of(Kind)[field].Index];

    public long? Number(string field) => (long?)Values[FactSchema.Of(Kind)[field].Index];
}

/// <summary>A conversation and its counters; durations in microseconds, cost in nano-dollars, times in microseconds.</summary>
/// <param name="Status"><c>active</c>, <c>ended</c> or <c>deleted</c>.</param>
public sealed record ConversationRecord(
    string ConversationId, string? UserId, string? Username, string Status, long CreatedAt, long UpdatedAt,
    long MessageCount, long InputTokens, long OutputTokens, long DurationCount, long DurationSum, long Cost, string? Meta)
{
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>Seconds, over the messages that carry a response time; null without any.</summary>
    public double? AverageResponseTime => DurationCount == 0 ? null : DurationSum / 1e6 / DurationCount;
}

/// <summary>A user of the tracked app.</summary>
/// <param name="Facts">Facts by kind; a kind without facts is absent.</param>
public sealed record UserRecord(
    string UserId, string? Username, string? FirstName, long FirstSeen, long LastSeen,
    IReadOnlyDictionary<FactKind, long> Facts, long Tokens, long Cost);

public sealed record Persona(string Id, string? Name, string? PictureUrl, long CreatedAt);

/// <param name="ReferenceImages">A JSON array of URLs or blob names.</param>
/// <param name="UniqueVisualElements">A JSON array of texts.</param>
public sealed record Dataset(
    string Id, string Name, string? Brand, string? Vibe, string? Logo, string? ReferenceImages, string? UniqueVisualElements, long CreatedAt);

/// <summary>A normalised prompt and how often it was used.</summary>
public sealed record PromptCount(string Prompt, long Count, long Users);
