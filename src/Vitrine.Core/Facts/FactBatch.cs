using System.Buffers;
using System.Runtime.CompilerServices;

namespace Vitrine.Core.Facts;

/// <summary>What became of one fact of a batch.</summary>
public enum FactOutcome : byte
{
    Pending,
    Stored,
    Duplicate,

    /// <summary>The store could not place it (see <see cref="FactHeader.RefusalCode"/>).</summary>
    Refused,
}

/// <summary>The part of a drafted fact that every kind has.</summary>
public struct FactHeader
{
    public FactKind Kind;
    public FactOutcome Outcome;

    /// <summary>Set by the store where <see cref="Outcome"/> is <see cref="FactOutcome.Refused"/>.</summary>
    public string? RefusalCode;

    /// <summary>Position among the facts that the caller sent, refused ones included.</summary>
    public int Index;

    /// <summary>Where the fact's values start in the batch.</summary>
    public int FirstValue;

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Time;

    /// <summary>The id's sixteen bytes as a big-endian number where it is a lower-case UUID; else zero, and <see cref="IdText"/> holds it.</summary>
    public UInt128 Uuid;

    /// <summary>
    /// Filled by the store: an image's hash of its normalised prompt (0 without one), an API call's slice of method and path template.
    /// </summary>
    public long Derived;

    /// <summary>A packed slice of the batch's text (see <see cref="FactBatch.Text(long)"/>), or <see cref="FactBatch.Absent"/>.</summary>
    public long IdText;
}

/// <summary>
/// Parsed facts on their way into a store, lean enough for the hot path: a header a fact, a window of numbers a fact,
/// and one block of UTF-8 bytes that texts are slices of. Not thread-safe; filled by one reader, then owned by the store until
/// <c>AppendAsync</c> has answered. Dispose returns the pooled arrays.
/// </summary>
public sealed class FactBatch : IDisposable
{
    /// <summary>The value of a field that was not sent.</summary>
    public const long Absent = long.MinValue;

    private FactHeader[] headers;
    private long[] values;
    private byte[] text;
    private int valueCount;

    /// <param name="text">Rented from <see cref="ArrayPool{T}.Shared"/>; the batch owns it from now on.</param>
    /// <param name="textLength">How much of it is filled, as with the body of a request.</param>
    /// <param name="expectedFacts">A guess that saves growing.</param>
    public FactBatch(byte[] text, int textLength, int expectedFacts = 1)
    {
        this.text = text;
        TextLength = textLength;
        headers = ArrayPool<FactHeader>.Shared.Rent(expectedFacts);
        values = ArrayPool<long>.Shared.Rent(expectedFacts * 32);
    }

    public FactBatch() : this(ArrayPool<byte>.Shared.Rent(1024), 0)
    {
    }

    public int Count { get; private set; }

    public int TextLength { get; private set; }

    /// <summary>What the batch weighs in the queue, in bytes.</summary>
    public int Bytes => TextLength + (valueCount * sizeof(long)) + (Count * Unsafe.SizeOf<FactHeader>());

    public Span<FactHeader> Headers => headers.AsSpan(0, Count);

    /// <summary>Starts a fact; its fields are absent until set.</summary>
    public ref FactHeader Begin(FactKind kind)
    {
        if (Count == headers.Length) headers = Grow(headers, Count);
        var fields = FactSchema.Of(kind).Fields.Count;
        while (valueCount + fields > values.Length) values = Grow(values, valueCount);
        values.AsSpan(valueCount, fields).Fill(Absent);
        ref var header = ref headers[Count++];
        header = new FactHeader { Kind = kind, FirstValue = valueCount, IdText = Absent };
        valueCount += fields;
        return ref header;
    }

    /// <summary>Takes back the fact that was begun last.</summary>
    public void Abandon()
    {
        Count--;
        valueCount = headers[Count].FirstValue;
    }

    /// <summary>The fact's values, indexed by <see cref="FactField.Index"/>: a number, or a packed slice where the field is text.</summary>
    public Span<long> Values(in FactHeader header) => values.AsSpan(header.FirstValue, FactSchema.Of(header.Kind).Fields.Count);

    /// <summary>The bytes of a packed slice; empty for <see cref="Absent"/>.</summary>
    public ReadOnlySpan<byte> Text(long slice) => slice == Absent ? default : text.AsSpan((int)(slice >> 32), (int)slice);

    /// <summary>The first bytes of the text, for a reader that unescapes them in place. Stale once text is added.</summary>
    internal Span<byte> WritableText(int length) => text.AsSpan(0, length);

    public static long Slice(int offset, int length) => ((long)offset << 32) | (uint)length;

    /// <summary>Copies bytes behind the text and returns their slice. Spans taken from <see cref="Text(long)"/> before are stale after.</summary>
    public long AddText(ReadOnlySpan<byte> utf8)
    {
        var offset = TextLength;
        utf8.CopyTo(ReserveText(utf8.Length));
        return Slice(offset, utf8.Length);
    }

    /// <summary>Makes room behind the text and counts it as filled.</summary>
    public Span<byte> ReserveText(int length)
    {
        while (TextLength + length > text.Length) text = Grow(text, TextLength);
        var room = text.AsSpan(TextLength, length);
        TextLength += length;
        return room;
    }

    /// <summary>Gives back the end of what <see cref="ReserveText"/> reserved last.</summary>
    public void TrimText(int length) => TextLength -= length;

    private static T[] Grow<T>(T[] array, int used)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(64, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array, clearArray: false);
        return larger;
    }

    public void Dispose()
    {
        if (headers.Length == 0) return;
        ArrayPool<FactHeader>.Shared.Return(headers, clearArray: true);
        ArrayPool<long>.Shared.Return(values);
        ArrayPool<byte>.Shared.Return(text);
        headers = [];
        values = [];
        text = [];
        Count = 0;
    }
}
