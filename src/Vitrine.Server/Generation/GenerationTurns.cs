namespace Vitrine.Server.Generation;

/// <summary>How many requests for images may be in the house at once: each holds its body and its pictures.</summary>
internal sealed class GenerationTurns(GenerationOptions options)
{
    private int taken;

    /// <returns>Null where there are as many as there may be.</returns>
    public GenerationTurn? TryTake()
    {
        if (Interlocked.Increment(ref taken) <= options.MaxRequests) return new GenerationTurn(this);
        GiveBack();
        return null;
    }

    internal void GiveBack() => Interlocked.Decrement(ref taken);
}

/// <summary>Given back when it is disposed, or else by whoever it was handed over to.</summary>
internal sealed class GenerationTurn(GenerationTurns turns) : IDisposable
{
    private bool isGone;

    /// <summary>From now on the one that comes back holds the turn.</summary>
    public GenerationTurn HandOver()
    {
        ObjectDisposedException.ThrowIf(Interlocked.Exchange(ref isGone, true), this);
        return new GenerationTurn(turns);
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref isGone, true)) turns.GiveBack();
    }
}
