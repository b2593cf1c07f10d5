namespace Vitrine.Server.Import;

/// <summary>Why a row or a fact was not taken.</summary>
/// <param name="Code">Stable, as in problem details.</param>
/// <param name="Detail">A sentence for the person who has to mend the row.</param>
internal sealed record Refusal(string Code, string Detail);

/// <summary>One fact of a file, as the JSON object that <c>POST /api/v1/track</c> takes. Valid until the next row is read.</summary>
/// <param name="Position">1-based among all rows of the file, in the order they are read; what an interrupted import remembers.</param>
/// <param name="Table">The table of a database file; empty otherwise.</param>
/// <param name="Number">Line, record or rowid: where a person finds the row.</param>
/// <param name="Json">UTF-8; the raw row where <paramref name="Fault"/> says that it is no JSON.</param>
/// <param name="Fault">Set where the row cannot even be sent.</param>
internal readonly record struct ImportRow(
    long Position, string Table, long Number, ReadOnlyMemory<byte> Json, Refusal? Fault = null);
