using System.Threading.Tasks.Sources;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;

namespace Vitrine.Storage.Writing;

/// <summary>Something that waits for the writer: a batch of facts, or a change of entities.</summary>
internal abstract class Pending
{
    public int Facts { get; protected init; }

    public int Bytes { get; protected init; }

    /// <summary>Tells the waiter what came of it. Runs its continuation, so never call it on the writer's thread.</summary>
    public abstract void Complete();

    public Exception? Error { get; set; }
}

/// <summary>A batch in the queue; its waiter gets the answer once the batch is committed.</summary>
internal sealed class PendingBatch : Pending, IValueTaskSource<AppendResult>
{
    private ManualResetValueTaskSourceCore<AppendResult> source;

    public PendingBatch(FactBatch batch)
    {
        Batch = batch;
        Facts = batch.Count;
        Bytes = batch.Bytes;
    }

    public FactBatch Batch { get; }

    public AppendResult Result { get; set; }

    public ValueTask<AppendResult> Task => new(this, source.Version);

    public override void Complete()
    {
        if (Error is null) source.SetResult(Result);
        else source.SetException(Error);
    }

    AppendResult IValueTaskSource<AppendResult>.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendResult>.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource<AppendResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}

/// <summary>A change that the writer makes in a transaction of its own, after everything queued before it.</summary>
internal sealed class PendingChange(Action change) : Pending
{
    private readonly TaskCompletionSource done = new();

    public Task Task => done.Task;

    public void Run() => change();

    public override void Complete()
    {
        if (Error is null) done.SetResult();
        else done.SetException(Error);
    }
}
