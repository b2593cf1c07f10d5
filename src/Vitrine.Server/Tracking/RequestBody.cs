using System.Buffers;
using System.IO.Compression;
using Vitrine.Server.Http;

namespace Vitrine.Server.Tracking;

/// <summary>A whole request body in a rented array, decompressed, or the problem that it is.</summary>
internal readonly struct RequestBody
{
    // Room for what the fact reader appends, so that it need not copy the body.
    private const int Slack = 64;
    private const int FirstGuess = 4096;

    private RequestBody(byte[] bytes, int length, Problem? problem)
    {
        Bytes = bytes;
        Length = length;
        Problem = problem;
    }

    /// <summary>Rented from the shared pool; whoever takes it returns it.</summary>
    public byte[] Bytes { get; }

    public int Length { get; }

    public Problem? Problem { get; }

    public static ValueTask<RequestBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) return new(TooLarge(maxBytes));
        var encoding = request.Headers.ContentEncoding;
        return encoding.Count == 0
            ? ReadPlainAsync(request, maxBytes, cancellationToken)
            : ReadEncodedAsync(request, encoding.ToString(), maxBytes, cancellationToken);
    }

    private static async ValueTask<RequestBody> ReadPlainAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        var bytes = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstGuess) + Slack);
        var length = 0;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                if (length + buffer.Length > maxBytes)
                {
                    reader.AdvanceTo(buffer.End);
                    ArrayPool<byte>.Shared.Return(bytes);
                    return TooLarge(maxBytes);
                }
                bytes = Ensure(bytes, length, (int)buffer.Length);
                buffer.CopyTo(bytes.AsSpan(length));
                length += (int)buffer.Length;
                reader.AdvanceTo(buffer.End);
                if (result.IsCompleted) return new RequestBody(bytes, length, null);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
    }

    private static async ValueTask<RequestBody> ReadEncodedAsync(HttpRequest request, string encoding, int maxBytes, CancellationToken cancellationToken)
    {
        if (encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return await ReadPlainAsync(request, maxBytes, cancellationToken);
        var isGzip = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);
        if (!isGzip && !encoding.Equals("br", StringComparison.OrdinalIgnoreCase))
            return Failed(Problems.UnsupportedMediaType.With("Content-Encoding is gzip, br or identity.", "Content-Encoding"));
        var compressed = await ReadPlainAsync(request, maxBytes, cancellationToken);
        if (compressed.Problem is not null) return compressed;
        try
        {
            return isGzip ? Inflate(compressed, maxBytes) : Unbrotli(compressed, maxBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed.Bytes);
        }
    }

    private static RequestBody Inflate(RequestBody compressed, int maxBytes)
    {
        // Member's header and trailer; the trailer ends with the length modulo 2^32, which shows a body that was cut off.
        const int shortest = 18;
        if (compressed.Length < shortest) return CutOff("gzip");
        using var source = new MemoryStream(compressed.Bytes, 0, compressed.Length, writable: false);
        using var inflater = new GZipStream(source, CompressionMode.Decompress);
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes, compressed.Length * 4) + Slack);
        var length = 0;
        try
        {
            while (true)
            {
                bytes = Ensure(bytes, length, 1);
                var read = inflater.Read(bytes.AsSpan(length, bytes.Length - length - Slack));
                length += read;
                if (length > maxBytes)
                {
                    ArrayPool<byte>.Shared.Return(bytes);
                    return TooLarge(maxBytes);
                }
                if (read == 0) break;
            }
        }
        catch (InvalidDataException)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            return CutOff("gzip");
        }
        var trailer = compressed.Bytes.AsSpan(compressed.Length - sizeof(uint), sizeof(uint));
        if (System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(trailer) == (uint)length) return new RequestBody(bytes, length, null);
        ArrayPool<byte>.Shared.Return(bytes);
        return CutOff("gzip");
    }

    private static RequestBody Unbrotli(RequestBody compressed, int maxBytes)
    {
        using var decoder = new BrotliDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes, compressed.Length * 4) + Slack);
        int read = 0, length = 0;
        while (true)
        {
            var source = compressed.Bytes.AsSpan(read, compressed.Length - read);
            var status = decoder.Decompress(source, bytes.AsSpan(length, bytes.Length - length - Slack), out var consumed, out var written);
            read += consumed;
            length += written;
            if (length > maxBytes || status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                return length > maxBytes ? TooLarge(maxBytes) : CutOff("br");
            }
            if (status == OperationStatus.Done) return new RequestBody(bytes, length, null);
            bytes = Ensure(bytes, length, bytes.Length);
        }
    }

    /// <summary>An array with this much room, and the slack, behind what is filled.</summary>
    private static byte[] Ensure(byte[] bytes, int filled, int room)
    {
        if (bytes.Length - filled >= room + Slack) return bytes;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, filled + room + Slack));
        bytes.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }

    private static RequestBody Failed(Problem problem) => new([], 0, problem);

    private static RequestBody TooLarge(int maxBytes) => Failed(Problems.BatchTooLarge.With($"A body may have {maxBytes} bytes, decompressed."));

    private static RequestBody CutOff(string encoding) => Failed(Problems.InvalidEncoding.With($"The body is not {encoding}, or was cut off."));
}
