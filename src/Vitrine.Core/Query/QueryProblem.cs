namespace Vitrine.Core.Query;

/// <summary>Why a question cannot be answered as it was put.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The parameter it is about.</param>
/// <param name="Detail">For the person who asked: what is wrong and what would be right.</param>
public sealed record QueryProblem(string Code, string Field, string Detail);

/// <summary>What bounds a question.</summary>
public sealed record QueryLimits
{
    public static QueryLimits Default { get; } = new();

    /// <summary>Points of a series; more are refused.</summary>
    public int MaxPoints { get; init; } = 10_000;

    /// <summary>Series of a grouped question where it does not say how many.</summary>
    public int DefaultTop { get; init; } = 100;

    public int MaxTop { get; init; } = 1_000;
    public int DefaultDays { get; init; } = 30;
    public int MaxDays { get; init; } = 3_660;

    /// <summary>Values of one filter; more are refused.</summary>
    public int MaxFilterValues { get; init; } = 100;
}
