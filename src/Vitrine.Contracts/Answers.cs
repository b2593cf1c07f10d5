using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Contracts;

/// <summary>What the one query answers. Figures go by the wire names of the asked measures.</summary>
public sealed record QueryAnswer
{
    public required string Kind { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }

    /// <summary>The IANA time zone of the points.</summary>
    public required string Tz { get; init; }

    /// <summary><c>hour</c>, <c>day</c>, <c>week</c> or <c>month</c>; null where only totals were asked.</summary>
    public required string? Interval { get; init; }

    /// <summary>The dimension of the series, or null.</summary>
    public required string? By { get; init; }
    public required IReadOnlyDictionary<string, decimal?> Total { get; init; }
    public required IReadOnlyList<QuerySeries> Series { get; init; }

    /// <summary>The range before, where that was asked.</summary>
    public QueryComparison? Compare { get; init; }
}

/// <summary>The facts of one key of the dimension.</summary>
public sealed record QuerySeries
{
    /// <summary>What filters take; null for facts without a value.</summary>
    public required string? Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string? Label { get; init; }

    /// <summary>True for the sum of the series beyond the asked number.</summary>
    public bool? IsOther { get; init; }
    public required IReadOnlyDictionary<string, decimal?> Total { get; init; }

    /// <summary>One for each interval of the range; empty where none was asked.</summary>
    public required IReadOnlyList<QueryPoint> Points { get; init; }
}

/// <summary>The figures of one interval.</summary>
public sealed record QueryPoint
{
    /// <summary>When it starts.</summary>
    public required DateTimeOffset T { get; init; }

    /// <summary>By the measure's wire name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Figures { get; init; }
}

/// <summary>The same question about the range before.</summary>
public sealed record QueryComparison
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required IReadOnlyDictionary<string, decimal?> Total { get; init; }
    public required IReadOnlyList<QuerySeries> Series { get; init; }
}

/// <summary>What may be asked.</summary>
public sealed record QueryCatalogue
{
    public required IReadOnlyList<KindAnswer> Kinds { get; init; }
    public required IReadOnlyList<string> Intervals { get; init; }
    public required IReadOnlyDictionary<string, int> Limits { get; init; }
}

/// <summary>A kind of fact with what may be asked about it.</summary>
public sealed record KindAnswer
{
    public required string Kind { get; init; }
    public required IReadOnlyList<MeasureAnswer> Measures { get; init; }
    public required IReadOnlyList<string> Dimensions { get; init; }
}

/// <summary>A measure.</summary>
public sealed record MeasureAnswer
{
    public required string Name { get; init; }

    /// <summary><c>count</c>, <c>seconds</c>, <c>dollars</c>, <c>bytes</c> or <c>ratio</c>.</summary>
    public required string Unit { get; init; }
}

/// <summary>The most used prompts of a range.</summary>
public sealed record PromptsAnswer
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required IReadOnlyList<PromptAnswer> Prompts { get; init; }
}

/// <summary>A prompt, case and white space aside.</summary>
public sealed record PromptAnswer
{
    public required string Prompt { get; init; }
    public required long Count { get; init; }
    public required long Users { get; init; }
}

/// <summary>A page of a list, newest first.</summary>
public abstract record ListPage
{
    /// <summary>At least so many where <see cref="TotalIsExact"/> is false.</summary>
    public required long Total { get; init; }
    public required bool TotalIsExact { get; init; }

    /// <summary>From 1; null where the page was reached by a cursor.</summary>
    public required int? Page { get; init; }
    public required int PerPage { get; init; }
    public required long TotalPages { get; init; }

    /// <summary>Goes on behind the last item; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A page of conversations.</summary>
public sealed record ConversationPage : ListPage
{
    public required IReadOnlyList<ConversationAnswer> Conversations { get; init; }
}

/// <summary>A page of users.</summary>
public sealed record UserPage : ListPage
{
    public required IReadOnlyList<UserAnswer> Users { get; init; }
}

/// <summary>A conversation with the sums of its messages.</summary>
public sealed record ConversationAnswer
{
    public required string ConversationId { get; init; }
    public required string? UserId { get; init; }
    public required string? Username { get; init; }

    /// <summary><c>active</c>, <c>ended</c> or <c>deleted</c>.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required long MessageCount { get; init; }
    public required long TotalTokens { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }

    /// <summary>Seconds; null where no message carries one.</summary>
    public required double? AvgResponseTime { get; init; }

    /// <summary>Dollars.</summary>
    public required decimal TotalCost { get; init; }
    public required JsonElement? Meta { get; init; }
}

/// <summary>A user of the tracked app.</summary>
public sealed record UserAnswer
{
    public required string UserId { get; init; }
    public required string? Username { get; init; }
    public required string? FirstName { get; init; }
    public required DateTimeOffset FirstSeen { get; init; }
    public required DateTimeOffset LastSeen { get; init; }
    public required long ImageCount { get; init; }
    public required long MessageCount { get; init; }
    public required long ActivityCount { get; init; }
    public required long ApiCallCount { get; init; }
    public required long CommandCount { get; init; }
    public required long TotalTokens { get; init; }

    /// <summary>Dollars.</summary>
    public required decimal TotalCost { get; init; }
}
