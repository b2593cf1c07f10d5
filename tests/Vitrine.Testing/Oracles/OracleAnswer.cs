namespace Vitrine.Testing.Oracles;

/// <summary>The brute-force answer to a question; all series, whatever top was asked.</summary>
public sealed record OracleAnswer(OracleSums Total, IReadOnlyList<OracleSeries> Series, IReadOnlyList<long> PointStarts);

/// <param name="Key">Null for facts without the dimension, and for the one series of an ungrouped question.</param>
public sealed record OracleSeries(string? Key, OracleSums Total, IReadOnlyList<OracleSums> Points);
