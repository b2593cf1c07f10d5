using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vitrine.Core.Blobs;

/// <summary>The SHA-256 of stored bytes: their name.</summary>
public readonly record struct BlobHash
{
    private const int Bytes = SHA256.HashSizeInBytes;

    private readonly UInt128 high;
    private readonly UInt128 low;

    public BlobHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Bytes) throw new ArgumentException($"A hash has {Bytes} bytes.", nameof(hash));
        high = BinaryPrimitives.ReadUInt128BigEndian(hash);
        low = BinaryPrimitives.ReadUInt128BigEndian(hash[16..]);
    }

    public static BlobHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(content, hash);
        return new BlobHash(hash);
    }

    /// <summary>Reads 64 lower-case hexadecimal digits, and nothing else: a name is safe in a path.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobHash hash)
    {
        hash = default;
        if (text is null || text.Length != Bytes * 2 || text.AsSpan().ContainsAnyExcept("0123456789abcdef")) return false;
        hash = new BlobHash(Convert.FromHexString(text));
        return true;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), low);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
