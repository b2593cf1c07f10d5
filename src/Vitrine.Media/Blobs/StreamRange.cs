using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs;

/// <summary>A part of a stream that can seek. Disposing it disposes the whole.</summary>
internal sealed class StreamRange : BlobStream
{
    private readonly Stream whole;
    private long left;

    public StreamRange(Stream whole, long offset, long length)
    {
        this.whole = whole;
        left = length;
        whole.Seek(Math.Min(offset, whole.Length), SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await whole.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) whole.Dispose();
        base.Dispose(disposing);
    }
}
