namespace Vitrine.Contracts;

/// <summary>What was found in all of a project: first what has the very id, then users by name, then texts, newest first.</summary>
public sealed record SearchAnswer
{
    public required IReadOnlyList<SearchResult> Results { get; init; }

    /// <summary>False where time ran out before everything was looked at.</summary>
    public required bool IsComplete { get; init; }
}

/// <summary>Something that was found.</summary>
public sealed record SearchResult
{
    /// <summary><c>image</c>, <c>message</c>, <c>conversation</c>, <c>job</c>, <c>api_call</c>, <c>activity</c>, <c>command</c> or <c>user</c>.</summary>
    public required string Type { get; init; }
    public required string Id { get; init; }

    /// <summary>The beginning of its text, or what else it is called; one line.</summary>
    public required string Title { get; init; }

    /// <summary>The words around what was found in the text; null where that was no text.</summary>
    public required string? Snippet { get; init; }
    public required string? UserId { get; init; }
    public required string? Username { get; init; }

    /// <summary>When it happened or began; of a user, when they were last seen.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What was found: <c>id</c>, <c>name</c> or <c>text</c>.</summary>
    public required string Match { get; init; }
}
