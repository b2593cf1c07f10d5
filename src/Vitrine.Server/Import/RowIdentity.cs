using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>
/// Ids and times for rows that bring none, the same at every reading of the file: the id is a UUIDv8 made of the file's name,
/// the table, the row number and the row's bytes, so that an import run twice doubles nothing.
/// </summary>
internal sealed class RowIdentity(string fileName, long startedAt) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] name = Encoding.UTF8.GetBytes(fileName);

    public string Id(string table, long number, ReadOnlySpan<byte> row)
    {
        Span<byte> separated = stackalloc byte[10];
        BinaryPrimitives.WriteInt64BigEndian(separated[1..], number);
        hash.AppendData(name);
        hash.AppendData(separated[..1]);
        hash.AppendData(Encoding.UTF8.GetBytes(table));
        hash.AppendData(separated);
        hash.AppendData(row);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true).ToString("D");
    }

    public string Time(long number) => FactTime.ToWire(startedAt + number);

    public void Dispose() => hash.Dispose();
}
