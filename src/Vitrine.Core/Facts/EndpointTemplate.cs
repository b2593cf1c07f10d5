namespace Vitrine.Core.Facts;

/// <summary>
/// The template of an API path: without query, segments that look like ids as <c>{id}</c>, so that a path's callers cannot
/// flood the statistics with one key a record.
/// </summary>
public static class EndpointTemplate
{
    private static ReadOnlySpan<byte> Placeholder => "{id}"u8;

    /// <summary>Writes <c>METHOD /template</c> and returns its length.</summary>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    public static int Write(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path, Span<byte> target)
    {
        var length = System.Text.Ascii.ToUpper(method, target, out var written) == System.Buffers.OperationStatus.Done ? written : 0;
        if (length == 0 && !method.IsEmpty)
        {
            method.CopyTo(target);
            length = method.Length;
        }

        target[length++] = (byte)' ';
        var query = path.IndexOfAny((byte)'?', (byte)'#');
        if (query >= 0) path = path[..query];
        while (true)
        {
            var slash = path.IndexOf((byte)'/');
            var segment = slash < 0 ? path : path[..slash];
            var shown = LooksLikeId(segment) ? Placeholder : segment;
            shown.CopyTo(target[length..]);
            length += shown.Length;
            if (slash < 0) return length;
            target[length++] = (byte)'/';
            path = path[(slash + 1)..];
        }
    }

    /// <summary>Room that <see cref="Write"/> may need: a one-letter id grows to four.</summary>
    public static int MaxLength(int methodLength, int pathLength) => methodLength + 1 + (pathLength * 4) + 4;

    /// <summary>Digits alone, a UUID, hexadecimal of 8 and more with a digit, or 16 and more of letters, digits, - and _ with two digits.</summary>
    public static bool LooksLikeId(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty) return false;
        int digits = 0, hexadecimal = 0, dashes = 0;
        foreach (var letter in segment)
        {
            if (letter is >= (byte)'0' and <= (byte)'9') digits++;
            else if (letter is (>= (byte)'a' and <= (byte)'f') or (>= (byte)'A' and <= (byte)'F')) hexadecimal++;
            else if (letter is (byte)'-' or (byte)'_') dashes++;
            else if (letter is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z'))) return false;
        }

        if (digits == segment.Length) return true;
        if (digits == 0) return false;
        if (digits + hexadecimal == segment.Length && segment.Length >= 8) return true;
        if (segment.Length == 36 && dashes == 4 && digits + hexadecimal == 32) return true;
        return segment.Length >= 16 && digits >= 2;
    }
}
