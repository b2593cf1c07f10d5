using System.Text.Json;

namespace Vitrine.Server.Compatibility;

// What the hand-written answers look like, for the OpenAPI document; a test holds them to the answers.

/// <summary>The persona bot's page of images.</summary>
internal sealed record PersonaBotImages(IReadOnlyList<PersonaBotImage> Images, long Total, int Page, int PerPage, long TotalPages);

/// <summary>An image as the persona bot shows it.</summary>
/// <param name="CreatedAt">UTC, without a zone.</param>
/// <param name="UserId">A number where it consists of digits.</param>
internal sealed record PersonaBotImage(
    string Id, string CreatedAt, string? ImageUrl, string? Prompt, string? NegativePrompt, string Source, JsonElement UserId, string? Username,
    string? FirstName, string? PersonaId, string? PersonaName, JsonElement Meta);

/// <summary>The brand studio's page of generated images.</summary>
internal sealed record BrandStudioImages(IReadOnlyList<BrandStudioImage> Images, long Total, int Limit, int Offset);

/// <summary>A generated image as the brand studio keeps it; durations in seconds, cost in dollars.</summary>
internal sealed record BrandStudioImage(
    string Id, string? UserId, string? Prompt, string? FullPrompt, string? NegativePrompt, string? ImageUrl, string? DatasetId, string? Style, string? AspectRatio,
    string? Quality, string? Format, string? Resolution, long? ReferenceImagesCount, JsonElement? UniqueVisualElements, string? Provider, string? Model, string? PersonaId,
    double? GenerationTime, long? Width, long? Height, long? Bytes, decimal? Cost, string Status, string? Error, JsonElement? Meta, DateTimeOffset CreatedAt);

/// <summary>An activity of the chat platform.</summary>
internal sealed record ChatActivity(
    string Id, string UserId, string? Username, string ActivityType, DateTimeOffset Timestamp, string? IpAddress, string? UserAgent, JsonElement? ExtraData);

/// <summary>A user and the figure that ranks them; only that of the asked order is there.</summary>
internal sealed record ChatTopUser(int Rank, string UserId, string? Username)
{
    public long? ActivityCount { get; init; }
    public long? ImageCount { get; init; }
    public long? MessageCount { get; init; }
    public long? CommandCount { get; init; }
    public long? TotalTokens { get; init; }
    public decimal? TotalCost { get; init; }
}

/// <summary>A user of the chat platform.</summary>
internal sealed record ChatUser(
    string UserId, string? Username, bool IsActive, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long ImageCount, long MessageCount,
    long ActivityCount, long ApiCallCount, long CommandCount, long TotalTokens, decimal TotalCost);

/// <summary>The chat platform's use of its API. Durations in seconds.</summary>
internal sealed record ChatApiUsage(
    long TotalCalls, long ErrorCount, decimal? ErrorRate, decimal? AvgResponseTime, decimal? P95ResponseTime, decimal? MaxResponseTime,
    IReadOnlyList<ChatEndpoint> Endpoints, IReadOnlyList<ChatApiCall> Calls);

/// <summary>What an endpoint did; null as a method stands for the sum of the rest.</summary>
internal sealed record ChatEndpoint(
    string Endpoint, string? Method, long TotalCalls, long ErrorCount, decimal? ErrorRate, decimal? AvgResponseTime, decimal? P95ResponseTime,
    decimal? MaxResponseTime);

/// <summary>A call of the chat platform's API.</summary>
internal sealed record ChatApiCall(
    string Id, string Endpoint, string Method, string? UserId, int StatusCode, decimal? ResponseTime, DateTimeOffset Timestamp);
