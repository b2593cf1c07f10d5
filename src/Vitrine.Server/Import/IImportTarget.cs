namespace Vitrine.Server.Import;

/// <summary>Where the facts of a file go.</summary>
internal interface IImportTarget
{
    /// <summary>Stores a batch, and answers once it is committed.</summary>
    /// <param name="facts">A JSON array.</param>
    /// <exception cref="BatchUnreadableException">The batch as a whole is not taken; smaller ones may be.</exception>
    /// <exception cref="ImportFailedException">Nothing more can be stored now.</exception>
    Task<ImportAnswer> SendAsync(ReadOnlyMemory<byte> facts, CancellationToken cancellationToken);
}

/// <param name="Stored">Facts that are new.</param>
/// <param name="Duplicates">Facts whose id was there already.</param>
/// <param name="Refused">The others, by their index in the batch.</param>
internal sealed record ImportAnswer(int Stored, int Duplicates, IReadOnlyList<RefusedFact> Refused);

internal sealed record RefusedFact(int Index, string Code, string Detail);

/// <summary>A batch that could not be read as one; <see cref="Refusal"/> says why.</summary>
internal sealed class BatchUnreadableException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>The import cannot go on; the message says why, and is all that is shown.</summary>
internal sealed class ImportFailedException(string message, Exception? inner = null) : Exception(message, inner);
