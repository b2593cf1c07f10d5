namespace Vitrine.Core.Facts.Reading;

/// <summary>Values that the reader gives to a fact which did not spell them so.</summary>
internal readonly struct KnownWords
{
    /// <summary>Bytes that the words take behind a body.</summary>
    public const int Bytes = 15;

    public KnownWords(FactBatch batch)
    {
        Succeeded = batch.AddText("succeeded"u8);
        Failed = batch.AddText("failed"u8);
    }

    public long Succeeded { get; }

    public long Failed { get; }
}
