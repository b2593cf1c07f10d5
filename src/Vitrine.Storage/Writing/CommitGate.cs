using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Tail;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Makes a commit and its facts in memory one moment for readers: a reader that pins its snapshot sees either both or neither. Held by
/// the writer for a commit, by a reader for the first read of its transaction.
/// </summary>
internal sealed class CommitGate
{
    private readonly Lock gate = new();

    public TailBuffer Tail { get; } = new();

    public void Commit(SqliteConnection writer, Action<TailBuffer> publish)
    {
        lock (gate)
        {
            writer.Prepare("commit").Run();
            publish(Tail);
        }
    }

    /// <summary>Begins a read transaction and returns the tail that belongs to its snapshot.</summary>
    public TailView Pin(SqliteConnection reader)
    {
        lock (gate)
        {
            reader.Prepare("begin").Run();
            _ = reader.Scalar("select 1 from watermark limit 1");
            return Tail.View;
        }
    }
}
