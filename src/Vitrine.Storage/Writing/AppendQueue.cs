using Vitrine.Core.Stores;

namespace Vitrine.Storage.Writing;

/// <summary>What waits for the writer, bounded by facts and by bytes. Many producers, one consumer.</summary>
internal sealed class AppendQueue(int maxFacts, int maxBytes)
{
    // A monitor, because waiting on one sleeps at once: a writer that spins takes its time from those who would give it work.
    private readonly object gate = new();
    private List<Pending> waiting = [];
    private long facts;
    private long bytes;
    private long rejected;
    private bool closed;

    public long Facts => Interlocked.Read(ref facts);

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Batches that were turned away because the queue was full.</summary>
    public long Rejected => Interlocked.Read(ref rejected);

    /// <summary>A queue that holds nothing takes any batch, however large, so that no batch is turned away for ever.</summary>
    public void Add(Pending pending)
    {
        lock (gate)
        {
            if (closed) throw new AppendRejectedException(AppendRejection.Stopping);
            if (facts > 0 && (facts + pending.Facts > maxFacts || bytes + pending.Bytes > maxBytes))
            {
                rejected++;
                throw new AppendRejectedException(AppendRejection.QueueFull);
            }

            facts += pending.Facts;
            bytes += pending.Bytes;
            waiting.Add(pending);
            if (waiting.Count == 1) Monitor.Pulse(gate);
        }
    }

    /// <summary>Takes all that waits, in order; waits for some as long as told. Null at the end.</summary>
    public List<Pending>? Take(List<Pending> emptied, TimeSpan patience)
    {
        lock (gate)
        {
            if (waiting.Count == 0 && !closed) Monitor.Wait(gate, patience);
            if (waiting.Count == 0) return closed ? null : emptied;
            (var taken, waiting) = (waiting, emptied);
            return taken;
        }
    }

    /// <summary>Counts down what was taken, once it is committed: until then it takes up room.</summary>
    public void Done(Pending pending)
    {
        lock (gate)
        {
            facts -= pending.Facts;
            bytes -= pending.Bytes;
        }
    }

    /// <summary>Nothing more comes in; what waits is still taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
    }
}
