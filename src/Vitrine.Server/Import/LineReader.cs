namespace Vitrine.Server.Import;

/// <summary>Reads lines of UTF-8 with a bound on their length: what lies beyond it is skipped, not held.</summary>
internal sealed class LineReader(Stream stream, int maxLineBytes)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>1-based number of the line that was read last.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The next line without its ending, valid until the next call; false at the end of the file.</summary>
    /// <param name="tooLong">True where the line is cut at the bound.</param>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool tooLong)
    {
        tooLong = false;
        var scanned = start;
        while (true)
        {
            var newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                Take(scanned + newline, 1, out line, out tooLong);
                return true;
            }
            if (ended)
            {
                if (start == end)
                {
                    line = default;
                    return false;
                }
                Take(end, 0, out line, out tooLong);
                return true;
            }
            if (end - start > maxLineBytes)
            {
                tooLong = true;
                line = buffer.AsMemory(start, maxLineBytes).ToArray();
                SkipToNewline();
                return true;
            }
            scanned = Fill();
        }
    }

    private void Take(int lineEnd, int terminator, out ReadOnlyMemory<byte> line, out bool tooLong)
    {
        LineNumber++;
        tooLong = lineEnd - start > maxLineBytes;
        line = buffer.AsMemory(start, tooLong ? maxLineBytes : lineEnd - start);
        start = lineEnd + terminator;
        if (line.Length > 0 && line.Span[^1] == '\r') line = line[..^1];
        if (LineNumber == 1 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
    }

    private void SkipToNewline()
    {
        LineNumber++;
        while (true)
        {
            start = end = 0;
            end = stream.Read(buffer, 0, buffer.Length);
            if (end == 0)
            {
                ended = true;
                return;
            }
            var newline = buffer.AsSpan(0, end).IndexOf((byte)'\n');
            if (newline < 0) continue;
            start = newline + 1;
            return;
        }
    }

    /// <summary>Reads on behind what is held, and returns where the new bytes begin.</summary>
    private int Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var from = end;
        var read = stream.Read(buffer, end, buffer.Length - end);
        ended = read == 0;
        end += read;
        return from;
    }
}
