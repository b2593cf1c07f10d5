namespace Vitrine.Contracts;

/// <summary>Every answer that is not a success: problem details as RFC 9457 has them.</summary>
public sealed record ProblemAnswer
{
    /// <summary>Where the kind of problem is explained, relative to the server.</summary>
    public required string Type { get; init; }

    /// <summary>The same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Stable; programs decide by it.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong this time, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>The member or parameter that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>Everything that is wrong, where that is more than one thing; this problem is the first.</summary>
    public IReadOnlyList<ProblemPart>? Errors { get; init; }
}

/// <summary>One of several things that are wrong.</summary>
public sealed record ProblemPart
{
    public required string Code { get; init; }
    public required string Field { get; init; }
    public required string Detail { get; init; }
}
