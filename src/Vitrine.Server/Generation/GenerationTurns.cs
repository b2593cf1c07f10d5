namespace Vitrine.Server.Generation;

/// <summary>How many requests for images may be in the house at once: each holds its body and its pictures.</summary>
internal sealed class GenerationTurns(GenerationOptions options)
{
    private int taken;

    /// <returns>Null where there are as many as there may be.</returns>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref taken) <= options.MaxRequests) return new Turn(this);
        Interlocked.Decrement(ref taken);
        return null;
    }

    private sealed class Turn(GenerationTurns turns) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref turns.taken);
    }
}
