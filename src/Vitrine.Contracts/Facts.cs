using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Contracts;

/// <summary>
/// What every fact may carry. Members that are null are not sent. Texts have at most 128 bytes of UTF-8 unless they say otherwise.
/// </summary>
public abstract record Fact
{
    /// <summary>Names the kind on the wire.</summary>
    [JsonPropertyOrder(-2)]
    public abstract string Kind { get; }

    /// <summary>Unique per project and kind; a fact with an id arrives once. Vitrine makes one (UUIDv7) where it is null.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>When it happened; the time of arrival where null.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The app's own id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>At most 256 bytes.</summary>
    public string? Username { get; init; }

    /// <summary>At most 256 bytes.</summary>
    public string? FirstName { get; init; }

    /// <summary>Anything else that the app wants to keep: any JSON, at most 64 KiB.</summary>
    public JsonElement? Meta { get; init; }
}

/// <summary>A picture that was generated, or failed to be.</summary>
public sealed record ImageFact : Fact
{
    public override string Kind => "image";
    public string? PersonaId { get; init; }
    public string? PersonaName { get; init; }
    public string? DatasetId { get; init; }
    public string? Style { get; init; }
    public string? Model { get; init; }
    public string? Provider { get; init; }

    /// <summary>As in <c>1024x1024</c>.</summary>
    public string? Resolution { get; init; }
    public string? Format { get; init; }
    public string? Quality { get; init; }

    /// <summary><c>succeeded</c> (also where null) or <c>failed</c>.</summary>
    public string? Status { get; init; }
    public string? AspectRatio { get; init; }

    /// <summary>A list of names, or of objects with a <c>name</c>.</summary>
    public JsonElement? Loras { get; init; }

    /// <summary>Seconds.</summary>
    public double? GenerationTime { get; init; }

    /// <summary>Seconds.</summary>
    public double? GpuTime { get; init; }

    /// <summary>Dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Size of the picture's file.</summary>
    public long? Bytes { get; init; }
    public long? Width { get; init; }
    public long? Height { get; init; }
    public long? UpscaleFactor { get; init; }
    public long? ReferenceImagesCount { get; init; }

    /// <summary>What the user asked for; at most 1 MiB.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the model was given; at most 1 MiB.</summary>
    public string? FullPrompt { get; init; }

    /// <summary>At most 1 MiB.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>At most 8 KiB.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>A list of texts.</summary>
    public JsonElement? UniqueVisualElements { get; init; }

    /// <summary>The id of the image that this one was made again of.</summary>
    public string? AgainOf { get; init; }

    /// <summary>Why it failed; at most 8 KiB.</summary>
    public string? Error { get; init; }
}

/// <summary>A message of a conversation.</summary>
public sealed record MessageFact : Fact
{
    public override string Kind => "message";

    /// <summary><c>user</c>, <c>assistant</c>, <c>system</c> or the app's own.</summary>
    public required string Role { get; init; }
    public required string ConversationId { get; init; }
    public string? Model { get; init; }

    /// <summary>Seconds.</summary>
    public double? ResponseTime { get; init; }

    /// <summary>Dollars.</summary>
    public decimal? Cost { get; init; }
    public long? InputTokens { get; init; }
    public long? OutputTokens { get; init; }

    /// <summary>A total where the two above are not known: counted as output for the role <c>assistant</c>, as input otherwise.</summary>
    public long? Tokens { get; init; }

    /// <summary>What was said; at most 1 MiB.</summary>
    public string? Text { get; init; }
}

/// <summary>Something a user did.</summary>
public sealed record ActivityFact : Fact
{
    public override string Kind => "activity";

    /// <summary>As in <c>login</c>. <see cref="Fact.UserId"/> is needed too.</summary>
    public required string ActivityType { get; init; }
    public string? GuildId { get; init; }
    public string? IpAddress { get; init; }

    /// <summary>At most 2 KiB.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Any JSON, at most 64 KiB.</summary>
    public JsonElement? ExtraData { get; init; }

    /// <summary>Any JSON, at most 64 KiB.</summary>
    public JsonElement? Details { get; init; }
}

/// <summary>A call of an API.</summary>
public sealed record ApiCallFact : Fact
{
    public override string Kind => "api_call";

    /// <summary>The path, at most 2 KiB. Ids in it are counted as <c>{id}</c>.</summary>
    public required string Endpoint { get; init; }
    public required string Method { get; init; }

    /// <summary>From 100 to 599.</summary>
    public required int StatusCode { get; init; }
    public string? ErrorType { get; init; }

    /// <summary>Seconds.</summary>
    public double? ResponseTime { get; init; }

    /// <summary>Dollars.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>A command that a user gave to a bot.</summary>
public sealed record CommandFact : Fact
{
    public override string Kind => "command";

    /// <summary><see cref="Fact.UserId"/> is needed too.</summary>
    public required string CommandName { get; init; }
    public string? GuildId { get; init; }
    public string? ChannelId { get; init; }

    /// <summary>Seconds.</summary>
    public double? ExecutionTime { get; init; }

    /// <summary>True where null.</summary>
    public bool? Success { get; init; }

    /// <summary>Why it failed; at most 8 KiB.</summary>
    public string? Error { get; init; }
}

/// <summary>A change of a conversation.</summary>
public sealed record ConversationChange : Fact
{
    public override string Kind => "conversation";
    public required string ConversationId { get; init; }

    /// <summary><c>created</c>, <c>ended</c> or <c>deleted</c>.</summary>
    public required string Action { get; init; }
}
