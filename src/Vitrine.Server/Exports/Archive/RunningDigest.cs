using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Tells whether two runs over the same rows saw the same: SHA-256, of which eight bytes are kept.</summary>
internal sealed class RunningDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static ulong Of(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ulong Of(params ReadOnlySpan<ulong> numbers)
    {
        using var digest = new RunningDigest();
        foreach (var number in numbers) digest.Add(number);
        return digest.Value();
    }

    public void Add(ZipEntry entry)
    {
        hash.AppendData(Encoding.ASCII.GetBytes(entry.Name));
        Add((ulong)entry.Length);
        Add(entry.Crc);
    }

    /// <summary>Of everything so far; the next begins anew.</summary>
    public ulong Value() => BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();

    private void Add(ulong number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
