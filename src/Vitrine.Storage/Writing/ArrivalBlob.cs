using System.Runtime.InteropServices;
using Vitrine.Core.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Writing;

/// <summary>Which facts with searchable text a flush derived: for each kind its number, how many, and the ordered keys as distances.</summary>
internal static class ArrivalBlob
{
    private static readonly FactKind[] Searchable = [FactKind.Image, FactKind.Message];

    public static ReadOnlySpan<byte> Encode(RollupDeltas deltas)
    {
        var bytes = new List<byte>();
        foreach (var kind in Searchable)
        {
            var keys = deltas.KeysOf(kind);
            if (keys.Count == 0) continue;
            keys.Sort();
            bytes.Add((byte)kind);
            Varint.Write(bytes, keys.Count);
            var last = 0L;
            foreach (var key in keys)
            {
                Varint.Write(bytes, key - last);
                last = key;
            }
        }

        return CollectionsMarshal.AsSpan(bytes);
    }

    public static List<(FactKind Kind, long Key)> Decode(ReadOnlySpan<byte> bytes)
    {
        var keys = new List<(FactKind, long)>();
        for (var position = 0; position < bytes.Length;)
        {
            var kind = (FactKind)bytes[position++];
            var key = 0L;
            for (var count = Varint.Read(bytes, ref position); count > 0; count--) keys.Add((kind, key += Varint.Read(bytes, ref position)));
        }

        return keys;
    }
}
