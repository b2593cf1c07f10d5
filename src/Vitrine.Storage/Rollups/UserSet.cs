using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// A set of interned users that is cheap to unite: one bit a user, growing with the largest. In its column a chunk of 4,096 users is a list of
/// two-byte offsets while that is smaller, and 512 bytes of bits beyond.
/// </summary>
internal sealed class UserSet
{
    private const int ChunkWords = RollupIds.SetChunk / 64;
    private const int ChunkBytes = RollupIds.SetChunk / 8;
    private ulong[] words = [];

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    public void Add(int user)
    {
        Reach(user >> 6);
        words[user >> 6] |= 1UL << (user & 63);
    }

    public bool Contains(int user) => user >> 6 < words.Length && (words[user >> 6] & (1UL << (user & 63))) != 0;

    public void Unite(UserSet other)
    {
        Reach(other.words.Length - 1);
        for (var index = 0; index < other.words.Length; index++) words[index] |= other.words[index];
    }

    public IEnumerable<int> Users()
    {
        for (var index = 0; index < words.Length; index++)
        {
            for (var rest = words[index]; rest != 0; rest &= rest - 1) yield return (index << 6) + BitOperations.TrailingZeroCount(rest);
        }
    }

    /// <summary>Unites with a chunk's column.</summary>
    public void UniteChunk(long chunk, ReadOnlySpan<byte> blob)
    {
        if (blob.Length < ChunkBytes)
        {
            var first = (int)chunk * RollupIds.SetChunk;
            for (var position = 0; position < blob.Length; position += 2) Add(first + BinaryPrimitives.ReadUInt16LittleEndian(blob[position..]));
            return;
        }

        var start = (int)chunk * ChunkWords;
        Reach(start + ChunkWords - 1);
        var bits = MemoryMarshal.Cast<byte, ulong>(blob);
        for (var index = 0; index < ChunkWords; index++) words[start + index] |= bits[index];
    }

    /// <summary>The column of a chunk.</summary>
    public byte[] Chunk(long chunk)
    {
        var start = (int)chunk * ChunkWords;
        Reach(start + ChunkWords - 1);
        var bits = words.AsSpan(start, ChunkWords);
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        if (count * 2 >= ChunkBytes) return MemoryMarshal.AsBytes(bits).ToArray();
        var blob = new byte[count * 2];
        var position = 0;
        for (var index = 0; index < ChunkWords; index++)
        {
            for (var rest = bits[index]; rest != 0; rest &= rest - 1, position += 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(blob.AsSpan(position), (ushort)((index << 6) + BitOperations.TrailingZeroCount(rest)));
            }
        }

        return blob;
    }

    private void Reach(int word)
    {
        if (word >= words.Length) Array.Resize(ref words, Math.Max(word + 1, words.Length * 2));
    }
}
