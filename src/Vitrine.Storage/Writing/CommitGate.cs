using Vitrine.Storage.Reading;
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

    /// <summary>For the writer's thread; readers get theirs with their snapshot.</summary>
    public InternedNames Interned { get; private set; } = new();

    public void Commit(SqliteConnection writer, Action<TailBuffer> publish)
    {
        lock (gate)
        {
            writer.Prepare("commit").Run();
            publish(Tail);
        }
    }

    /// <summary>Commits that nothing is there any more: what was in memory is forgotten in the same moment.</summary>
    public void CommitReset(SqliteConnection writer) => Commit(writer, tail =>
    {
        tail.Clear();
        Interned = new InternedNames();
    });

    /// <summary>Begins a read transaction and returns what belongs to its snapshot.</summary>
    public (TailView Tail, InternedNames Interned) Pin(SqliteConnection reader)
    {
        lock (gate)
        {
            reader.Prepare("begin").Run();
            _ = reader.Scalar("select 1 from watermark limit 1");
            return (Tail.View, Interned);
        }
    }
}
