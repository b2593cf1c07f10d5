namespace Vitrine.Media;

/// <summary>How a worker is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Before the worker's own: largest task in bytes, most pixels, memory in bytes.</param>
public sealed record WorkerProgram(string FileName, IReadOnlyList<string> Arguments);
