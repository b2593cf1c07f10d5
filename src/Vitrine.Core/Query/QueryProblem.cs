namespace Vitrine.Core.Query;

/// <summary>Why a question cannot be answered as it was put.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The parameter it is about.</param>
/// <param name="Detail">For the person who asked: what is wrong and what would be right.</param>
public sealed record QueryProblem(string Code, string Field, string Detail);
