namespace Vitrine.Core.Query;

/// <summary>What is counted. <c>docs/reference</c> lists the wire names; <c>MeasureCatalogue</c> parses and reads them.</summary>
public enum Measure : byte
{
    Count,

    /// <summary>Distinct users.</summary>
    Users,

    /// <summary>Users first seen in the range.</summary>
    NewUsers,

    /// <summary>Users active in the range who were first seen before it.</summary>
    ReturningUsers,

    /// <summary>Distinct users of the series divided by the users active by any kind in the same range.</summary>
    Adoption,
    Errors,

    /// <summary>Errors divided by count.</summary>
    ErrorRate,

    /// <summary>Images whose normalised prompt the same user had already used in the range.</summary>
    Repeats,
    Tokens,
    InputTokens,
    OutputTokens,
    AverageDuration,
    SumDuration,
    MaxDuration,
    P50Duration,
    P90Duration,
    P95Duration,
    P99Duration,
    Cost,
    Bytes,
}
