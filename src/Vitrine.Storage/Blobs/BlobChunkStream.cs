using System.Buffers;
using Vitrine.Core.Blobs;

namespace Vitrine.Storage.Blobs;

/// <summary>Reads a blob piece by piece, each in a moment of its own: a caller that takes its time keeps no snapshot open, and the log can start over.</summary>
internal sealed class BlobChunkStream(BlobDatabase database, long blob, long start, long end) : BlobStream
{
    private byte[]? piece;
    private long pieceNumber = -1;
    private long position = start;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= end || buffer.IsEmpty) return 0;
        var number = position / BlobChunks.Bytes;
        if (number != pieceNumber)
        {
            var target = piece ??= ArrayPool<byte>.Shared.Rent(BlobChunks.Bytes);
            await database.ReadAsync(connection => BlobChunks.Read(connection, blob, number, target), cancellationToken);
            pieceNumber = number;
        }
        var from = (int)(position % BlobChunks.Bytes);
        var count = (int)Math.Min(Math.Min(buffer.Length, end - position), BlobChunks.Bytes - from);
        piece.AsSpan(from, count).CopyTo(buffer.Span);
        position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref piece, null) is { } rented) ArrayPool<byte>.Shared.Return(rented);
        base.Dispose(disposing);
    }
}
