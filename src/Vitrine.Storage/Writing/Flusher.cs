using System.Runtime.InteropServices;
using Vitrine.Core.Facts;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Moves the tail into what is derived on disk, in one transaction with the watermark below which every fact is counted. Facts that arrive
/// with a key below it are listed as late until the next flush. After a kill, the facts above the watermark and the late ones are the tail again.
/// </summary>
internal sealed class Flusher(SqliteConnection connection, CommitGate gate, ProjectPhase phase)
{
    private readonly long[] watermarks = new long[8];

    /// <summary>Reads the watermarks and puts the facts that are not counted yet into the tail.</summary>
    public void Recover()
    {
        var uncounted = new List<StoredFact>();
        ReadWatermarks();
        foreach (var kind in FactKinds.Facts)
        {
            var table = FactTable.Of(kind);
            var scan = FactScan.Whole(table);
            Read(connection.Prepare($"select {scan.Columns} from {table.Name} where key > ?1").Bind(1, watermarks[(int)kind]), scan, uncounted);
            Read(connection.Prepare($"select {scan.Columns} from late join {table.Name} using (key) where late.kind = ?1").Bind(1, (long)kind), scan, uncounted);
        }

        gate.Tail.Append(uncounted);
    }

    /// <summary>Notes in the open transaction which of these facts a recovery would not find above the watermark.</summary>
    public void NoteLate(List<StoredFact> facts)
    {
        foreach (ref readonly var fact in CollectionsMarshal.AsSpan(facts))
        {
            if (fact.Key > watermarks[(int)fact.Kind]) continue;
            connection.Prepare("insert into late (kind, key) values (?1, ?2)").Bind(1, (long)fact.Kind).Bind(2, fact.Key).Run();
        }
    }

    /// <param name="consumedArrivals">Arrivals up to this one are no longer needed by whoever follows.</param>
    public void Flush(long consumedArrivals)
    {
        var tail = gate.Tail.View;
        if (tail.Count == 0) return;
        connection.Prepare("begin immediate").Run();
        try
        {
            var deltas = new RollupDeltas(connection, phase.Current, gate.Interned.Loras);
            tail.ForEach(deltas.Add);
            deltas.Write();
            var raised = WriteWatermarks(deltas);
            connection.Prepare("delete from late").Run();
            connection.Prepare("delete from arrival where seq <= ?1").Bind(1, consumedArrivals).Run();
            connection.Prepare("insert into arrival (facts, keys) values (?1, ?2)").Bind(1, tail.Count).BindBlob(2, ArrivalBlob.Encode(deltas)).Run();
            gate.Commit(connection, buffer => buffer.Clear());
            raised.CopyTo(watermarks.AsSpan());
        }
        catch
        {
            if (connection.InTransaction) connection.Execute("rollback");
            throw;
        }
    }

    /// <summary>Counts everything again; the tail is part of it.</summary>
    public void Rebuild() => Rebuild(phase.Current);

    /// <summary>The same, by hours of another phase.</summary>
    public void Rebuild(HourPhase hours)
    {
        connection.Prepare("begin immediate").Run();
        ProjectPhase.Save(connection, hours);
        Rollups.Rebuild.Run(connection, hours, gate.Interned.Loras);

        LeaveGap();
        gate.Commit(connection, buffer => buffer.Clear());
        phase.Changed(hours);
        ReadWatermarks();
    }

    /// <summary>Removes all facts and what belongs to them.</summary>
    /// <returns>How many of each kind there were, conversations included.</returns>
    public IReadOnlyDictionary<FactKind, long> Reset()
    {
        connection.Prepare("begin immediate").Run();
        var removed = Writing.Reset.Run(connection);
        LeaveGap();
        Writing.Reset.NoteArrival(connection);
        gate.CommitReset(connection);
        ReadWatermarks();
        return removed;
    }

    // A gap in the arrivals tells whoever follows to begin anew.
    private void LeaveGap() => connection.Execute(
        "delete from arrival; insert into arrival (facts, keys) values (0, x''); delete from arrival; insert into arrival (facts, keys) values (0, x'')");

    private void ReadWatermarks()
    {
        var select = connection.Prepare("select kind, key from watermark");
        while (select.Step()) watermarks[select.Int(0)] = select.Long(1);
        select.Reset();
    }

    private long[] WriteWatermarks(RollupDeltas deltas)
    {
        var raised = watermarks.ToArray();
        foreach (var kind in FactKinds.Facts)
        {
            var keys = deltas.KeysOf(kind);
            if (keys.Count == 0 || keys.Max() <= watermarks[(int)kind]) continue;
            raised[(int)kind] = keys.Max();
            connection.Prepare("update watermark set key = ?2 where kind = ?1").Bind(1, (long)kind).Bind(2, raised[(int)kind]).Run();
        }

        return raised;
    }

    private static void Read(SqliteStatement rows, FactScan scan, List<StoredFact> target)
    {
        var fact = default(StoredFact);
        while (rows.Step())
        {
            scan.Read(rows, ref fact);
            target.Add(fact);
        }

        rows.Reset();
    }
}
