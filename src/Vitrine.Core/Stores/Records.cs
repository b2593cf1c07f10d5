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

/// <summary>An image job that an app or Vitrine runs.</summary>
public sealed record ImageJob
{
    public required string Id { get; init; }

    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public required string Status { get; init; }
    public string? UserId { get; init; }
    public string? PersonaId { get; init; }
    public string? DatasetId { get; init; }
    public string? Provider { get; init; }
    public string? Model { get; init; }
    public string? Prompt { get; init; }

    /// <summary>The image that came of it.</summary>
    public string? ImageId { get; init; }

    /// <summary>Why there is none.</summary>
    public string? Error { get; init; }

    /// <summary>The app's own JSON, as <c>{"is_auto_followup": true}</c>.</summary>
    public string? Ext { get; init; }

    /// <summary>JSON: what was asked for, so that it can be asked again.</summary>
    public string? Request { get; init; }

    /// <summary>JSON: the fact that the job became, as long as it is not stored.</summary>
    public string? PendingFact { get; init; }

    /// <summary>Microseconds since the Unix epoch, as the other time.</summary>
    public required long CreatedAt { get; init; }
    public required long UpdatedAt { get; init; }
}

/// <summary>The states of a job. The last three are final.</summary>
public static class JobStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } = [Queued, Running, Succeeded, Failed, Cancelled];
}

/// <summary>A question to the list of jobs, newest first.</summary>
public sealed record JobListQuery
{
    public string? Status { get; init; }
    public string? UserId { get; init; }

    /// <summary>Jobs that began before this one.</summary>
    public string? Before { get; init; }
    public int Limit { get; init; } = 100;
}

/// <summary>A normalised prompt and how often it was used.</summary>
public sealed record PromptCount(string Prompt, long Count, long Users);
