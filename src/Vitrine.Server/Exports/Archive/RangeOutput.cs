namespace Vitrine.Server.Exports.Archive;

/// <summary>Takes all of a file and passes on one range of it.</summary>
/// <param name="from">The first byte that is passed on.</param>
/// <param name="to">The first that is not any more.</param>
internal sealed class RangeOutput(Stream stream, long from, long to)
{
    public long From => from;

    /// <summary>Where the next byte stands in the file.</summary>
    public long Position { get; private set; }

    public bool IsDone => Position >= to;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var (first, last) = Cut(bytes.Length);
        Position += bytes.Length;
        if (first < last) await stream.WriteAsync(bytes[(int)first..(int)last], cancellationToken);
    }

    /// <summary>Passes on what is within the range of a part whose bytes are only then read.</summary>
    /// <param name="open">Opens the part at an offset, for so many bytes.</param>
    public async ValueTask WriteAsync(long length, Func<long, long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var (first, last) = Cut(length);
        Position += length;
        if (first >= last) return;
        await using var part = await open(first, last - first, cancellationToken);
        var buffer = new byte[(int)Math.Min(last - first, 64 * 1024)];
        for (var left = last - first; left > 0;)
        {
            var read = await part.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0) throw new ArchiveChangedException("A picture has fewer bytes than it had.");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    /// <summary>Goes past a part of which nothing is wanted.</summary>
    public void Skip(long length) => Position += length;

    private (long First, long Last) Cut(long length) => (Math.Clamp(from - Position, 0, length), Math.Clamp(to - Position, 0, length));
}

/// <summary>What an archive is made of changed while it was sent: what came so far is no part of a whole.</summary>
internal sealed class ArchiveChangedException(string message) : Exception(message);
