using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Copies the write-ahead log into the database beside the writer, on a thread and a connection of its own, so that a commit never waits
/// for a checkpoint. The last few frames are copied by the writer between two commits (<see cref="FinishIfDue"/>): only when all are in the
/// database does the log start over instead of growing.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int FramesToStart = 8_000;
    private const int FrameBytes = 4096 + 24;

    private readonly string path;
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly Thread thread;
    private volatile bool passed;
    private readonly CancellationTokenSource ended = new();
    private int running;
    private int framesAtLastLook;

    public Checkpointer(string path)
    {
        this.path = path;
        thread = new Thread(Run) { IsBackground = true, Name = "vitrine checkpoint" };
        thread.Start();
    }

    /// <summary>Grows the log file once, so that commits overwrite blocks instead of allocating them. The log must be in use already.</summary>
    public void Grow(long bytes)
    {
        try
        {
            using var log = new FileStream(path + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (log.Length >= bytes) return;
            log.Seek(0, SeekOrigin.End);
            var zeros = new byte[1 << 20];
            while (log.Position < bytes) log.Write(zeros);
            log.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // No room, or no log: commits are slower for it, and say so themselves where they fail.
        }
    }

    /// <summary>Called by the writer after each commit, with the pages it wrote since the last call.</summary>
    public void FinishIfDue(SqliteConnection writer, int pages)
    {
        framesAtLastLook += pages;
        if (passed)
        {
            passed = false;
            try
            {
                var (log, done) = writer.CheckpointPassive();
                if (log == done) framesAtLastLook = 0;
            }
            finally
            {
                Volatile.Write(ref running, 0);
            }
        }
        else if (framesAtLastLook > FramesToStart && Interlocked.CompareExchange(ref running, 1, 0) == 0)
        {
            wanted.Release();
        }
    }

    private void Run()
    {
        using var connection = SqliteConnection.Open(path);
        connection.Execute("pragma synchronous = full");
        while (true)
        {
            try
            {
                wanted.Wait(ended.Token);
                connection.CheckpointPassive();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SqliteException)
            {
                // The writer's own attempt will say what is wrong, where somebody is told.
            }

            passed = true;
        }
    }

    public void Dispose()
    {
        ended.Cancel();
        thread.Join();
        ended.Dispose();
        wanted.Dispose();
    }
}
