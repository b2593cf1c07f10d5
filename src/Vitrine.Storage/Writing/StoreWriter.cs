using System.Diagnostics;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// The one thread that writes a project: takes what waits, writes it in one transaction, and answers once that is committed. While it commits one
/// group the next one gathers.
/// </summary>
internal sealed class StoreWriter
{
    private const int FactsPerCommit = 4_096;
    private const int WaitersPerWorkItem = 16;
    private const int BatchLoad = 200;
    // A server that starts has better to do than to fill a file with zeros.
    private static readonly TimeSpan BeforeGrowing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection connection;
    private readonly AppendQueue queue;
    private readonly CommitGate gate;
    private readonly FactWriter facts;
    private readonly Flusher flusher;
    private readonly Checkpointer checkpointer;
    private readonly StoreOptions options;
    private readonly IngestPressure pressure;
    private readonly Func<long> consumedArrivals;
    private readonly Action flushed;
    private readonly Thread thread;
    private readonly Stopwatch sinceFlush = Stopwatch.StartNew();
    private TimeSpan flushAfter;
    private bool batchLoad;

    public StoreWriter(
        SqliteConnection connection, AppendQueue queue, CommitGate gate, FactWriter facts, Flusher flusher, Checkpointer checkpointer,
        StoreOptions options, IngestPressure pressure, Func<long> consumedArrivals, Action flushed)
    {
        this.connection = connection;
        this.queue = queue;
        this.gate = gate;
        this.facts = facts;
        this.flusher = flusher;
        this.checkpointer = checkpointer;
        this.options = options;
        this.pressure = pressure;
        this.consumedArrivals = consumedArrivals;
        this.flushed = flushed;
        flushAfter = TimeSpan.FromMilliseconds(options.TailMilliseconds);
        thread = new Thread(Run) { IsBackground = true, Name = "vitrine writer" };
    }

    public CommitStatistics Statistics { get; } = new();

    /// <summary>What went wrong with the last write, or null when it worked.</summary>
    public string? LastError { get; private set; }

    public void Start() => thread.Start();

    /// <summary>Waits until all that is queued is written and flushed. Close the queue first.</summary>
    public void Join() => thread.Join();

    private void Run()
    {
        var group = new List<Pending>();
        var hasGrown = false;
        while (true)
        {
            // Whoever was just answered may have more to send: a larger group for the same commit. Where nobody waits for the processor, this is nothing.
            Thread.Yield();
            var taken = queue.Take(group, hasGrown ? Patience() : BeforeGrowing);
            if (taken is null) break;
            if (taken.Count == 0 && LastError is not null && gate.Tail.Count == 0) Probe();
            WriteAll(taken);
            taken.Clear();
            group = taken;
            if (IsFlushDue()) TryFlush();
            if (!hasGrown) checkpointer.Grow(options.WalMegabytes * 1024L * 1024);
            hasGrown = true;
        }

        TryFlush();
    }

    private TimeSpan Patience()
    {
        if (gate.Tail.Count == 0) return LastError is null ? Timeout.InfiniteTimeSpan : Retry;
        var left = flushAfter - sinceFlush.Elapsed;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // After a failure, nobody may send another fact for as long as the server calls itself unable to write: so it finds out by itself.
    private void Probe()
    {
        try
        {
            connection.Prepare("insert or replace into setting (name, value) values ('probed', 1)").Run();
            LastError = null;
        }
        catch (SqliteException error)
        {
            LastError = error.Message;
        }
    }

    private bool IsFlushDue() =>
        gate.Tail.Count > 0
        && (sinceFlush.Elapsed >= flushAfter
            || (LastError is null && gate.Tail.Count >= (batchLoad ? options.TailFactsInBatches : options.TailFacts)));

    private void WriteAll(List<Pending> taken)
    {
        for (var start = 0; start < taken.Count;)
        {
            if (taken[start] is PendingChange change)
            {
                RunChange(change);
                start++;
                continue;
            }

            var end = start;
            var count = 0;
            for (; end < taken.Count && taken[end] is PendingBatch && count < FactsPerCommit; end++) count += taken[end].Facts;
            batchLoad = count > BatchLoad * (end - start);
            var group = taken.GetRange(start, end - start);
            if (gate.Tail.Count == 0) sinceFlush.Restart();
            WriteGroup(group);
            Answer(group);
            start = end;
        }
    }

    // A failure that is not the disk's is some batch's own: written one by one, only that one fails.
    private void WriteGroup(List<Pending> group)
    {
        try
        {
            WriteTransaction(group);
            LastError = null;
        }
        catch (SqliteException error) when (error.IsFull)
        {
            Fail(group, error);
        }
#pragma warning disable CA1031 // The writer outlives any mistake; whoever sent the batch gets it.
        catch (Exception error) when (group.Count == 1)
#pragma warning restore CA1031
        {
            Fail(group, error);
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            foreach (var pending in group) WriteGroup([pending]);
        }
    }

    private void WriteTransaction(List<Pending> group)
    {
        var started = Stopwatch.GetTimestamp();
        connection.Prepare("begin immediate").Run();
        try
        {
            foreach (var pending in group) Write((PendingBatch)pending);
            flusher.NoteLate(facts.Written);
            gate.Commit(connection, tail => tail.Append(facts.Written));
        }
        catch
        {
            if (connection.InTransaction) connection.Execute("rollback");
            facts.Forget();
            throw;
        }

        var written = facts.Written.Count;
        facts.Written.Clear();
        Statistics.Add(Stopwatch.GetElapsedTime(started));
        Checkpoint(PagesOf(written));
    }

    // What is committed stays so: a checkpoint that fails only leaves the log longer, and is tried again.
    private void Checkpoint(int pages)
    {
        try
        {
            checkpointer.FinishIfDue(connection, pages);
        }
        catch (SqliteException error)
        {
            LastError = error.Message;
        }
    }

    // An estimate that only decides when a checkpoint is worth its while: a few pages a commit and about one for six facts.
    private static int PagesOf(int written) => 4 + (written / 6);

    private void Write(PendingBatch pending)
    {
        int stored = 0, duplicates = 0, refused = 0;
        foreach (ref var header in pending.Batch.Headers)
        {
            facts.Write(pending.Batch, ref header);
            if (header.Outcome == FactOutcome.Stored) stored++;
            else if (header.Outcome == FactOutcome.Duplicate) duplicates++;
            else refused++;
        }

        pending.Result = new AppendResult(stored, duplicates, refused);
    }

    private void RunChange(PendingChange change)
    {
        try
        {
            change.Run();
        }
#pragma warning disable CA1031 // Whatever it was, its waiter gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (connection.InTransaction) connection.Execute("rollback");
            facts.Forget();
            change.Error = error is SqliteException { IsFull: true } ? new AppendRejectedException(AppendRejection.DiskFull, error) : error;
        }

        Answer([change]);
    }

    private void Fail(List<Pending> group, Exception error)
    {
        if (error is SqliteException) LastError = error.Message;
        var isFull = error is SqliteException { IsFull: true };
        if (isFull) Statistics.AddDiskFull();
        foreach (var pending in group) pending.Error = isFull ? new AppendRejectedException(AppendRejection.DiskFull, error) : error;
    }

    private void Answer(List<Pending> group)
    {
        foreach (var pending in group) queue.Done(pending);
        for (var start = 0; start < group.Count; start += WaitersPerWorkItem)
        {
            var waiters = group.GetRange(start, Math.Min(WaitersPerWorkItem, group.Count - start));
            ThreadPool.UnsafeQueueUserWorkItem(
                static waiters =>
                {
                    foreach (var waiter in waiters) waiter.Complete();
                },
                waiters, preferLocal: false);
        }
    }

    /// <summary>Writes the tail into the rollups now; for changes that run on this thread.</summary>
    public void Flush()
    {
        flusher.Flush(consumedArrivals());
        sinceFlush.Restart();
        if (queue.Facts > 0) pressure.FactsWereWaiting();
        flushed();
    }

    private void TryFlush()
    {
        try
        {
            var pages = gate.Tail.Count / 2;
            Flush();
            flushAfter = TimeSpan.FromMilliseconds(options.TailMilliseconds);
            LastError = null;
            Checkpoint(pages);
        }
        catch (SqliteException error)
        {
            // The facts are safe in their rows and counted in memory; the next try may find room.
            LastError = error.Message;
            flushAfter = Retry;
            sinceFlush.Restart();
        }
    }
}
