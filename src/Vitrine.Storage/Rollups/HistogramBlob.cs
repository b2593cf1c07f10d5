using System.Runtime.InteropServices;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>A sketch in its column: pairs of distance to the bucket before and count.</summary>
internal static class HistogramBlob
{
    public static void Add(SqliteConnection connection, long id, QuantileSketch sketch)
    {
        var select = connection.Prepare("select buckets from histogram where id = ?1").Bind(1, id);
        if (select.Step()) Decode(select.Bytes(0), sketch);
        select.Reset();
        connection.Prepare("insert or replace into histogram (id, buckets) values (?1, ?2)").Bind(1, id).BindBlob(2, Encode(sketch)).Run();
    }

    public static void Read(
        SqliteConnection connection, long firstId, long endId, Func<long, long, QuantileSketch> target)
    {
        var select = connection.Prepare("select id, buckets from histogram where id >= ?1 and id < ?2").Bind(1, firstId).Bind(2, endId);
        while (select.Step())
        {
            var id = select.Long(0);
            Decode(select.Bytes(1), target(RollupIds.HourOf(id), RollupIds.KeyOf(id)));
        }

        select.Reset();
    }

    public static void Decode(ReadOnlySpan<byte> blob, QuantileSketch sketch)
    {
        var bucket = 0;
        for (var position = 0; position < blob.Length;)
        {
            bucket += (int)Varint.Read(blob, ref position);
            sketch.AddBucket(bucket, Varint.Read(blob, ref position));
        }
    }

    public static ReadOnlySpan<byte> Encode(QuantileSketch sketch)
    {
        var bytes = new List<byte>(256);
        var last = 0;
        foreach (var (bucket, count) in sketch.Buckets())
        {
            Varint.Write(bytes, bucket - last);
            Varint.Write(bytes, count);
            last = bucket;
        }

        return CollectionsMarshal.AsSpan(bytes);
    }
}
