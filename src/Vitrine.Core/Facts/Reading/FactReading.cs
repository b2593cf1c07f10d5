namespace Vitrine.Core.Facts.Reading;

/// <summary>What a body held. Disposing it disposes the batch.</summary>
public sealed class FactReading : IDisposable
{
    internal FactReading(FactBatch batch) => Batch = batch;

    /// <summary>The good facts.</summary>
    public FactBatch Batch { get; }

    /// <summary>The others, in their order.</summary>
    public IReadOnlyList<Refusal> Refused => Refusals ?? (IReadOnlyList<Refusal>)[];

    /// <summary>Set where the whole body is refused; then there is nothing to store.</summary>
    public Refusal? BodyRefusal { get; internal set; }

    /// <summary>Facts in the body, good and refused.</summary>
    public int Count { get; internal set; }

    /// <summary>True where the body was one value outside an array.</summary>
    public bool IsSingle { get; internal set; }

    // Most bodies have none.
    internal List<Refusal>? Refusals { get; set; }

    public void Dispose() => Batch.Dispose();
}
