namespace Vitrine.Contracts;

/// <summary>What became of the facts that were sent. What is counted as stored is on disk.</summary>
public sealed record TrackResponse
{
    public required int Stored { get; init; }

    /// <summary>Facts whose id was there already; nothing of them was counted again.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Empty where a single fact was sent: a refused one is a problem instead.</summary>
    public required IReadOnlyList<RefusedFact> Refused { get; init; }

    /// <summary>The id of a single fact, as sent or as made.</summary>
    public string? Id { get; init; }
}

/// <summary>A fact that was not stored.</summary>
public sealed record RefusedFact
{
    /// <summary>Its position in what was sent, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Stable; programs decide by it.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>The member that is wrong, where it is one.</summary>
    public string? Field { get; init; }
}
