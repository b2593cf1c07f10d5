using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Vitrine.Core.Facts.Reading;

/// <summary>
/// Unescapes JSON text where it lies: what an escape stands for is never longer than the escape.
/// Lone surrogates and U+0000 are not text that every store and every reader can hold.
/// </summary>
internal static class EscapedText
{
    private const int Invalid = -1;

    /// <summary>Unescapes in place and returns the new length, or -1 where an escape is a lone surrogate or U+0000.</summary>
    public static int Unescape(Span<byte> text) => Walk(text, text);

    /// <summary>True where <see cref="Unescape"/> would succeed. Leaves the text as it is.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => Walk(text, default) != Invalid;

    // Escapes were checked by the JSON reader for their form.
    private static int Walk(ReadOnlySpan<byte> text, Span<byte> target)
    {
        Span<byte> one = stackalloc byte[4];
        int read = 0, written = 0;
        while (true)
        {
            var plain = text[read..].IndexOf((byte)'\\');
            var length = plain < 0 ? text.Length - read : plain;
            if (!target.IsEmpty && read != written) text.Slice(read, length).CopyTo(target[written..]);
            read += length;
            written += length;
            if (plain < 0) return written;
            if (text[read + 1] == (byte)'u')
            {
                if (!TryRune(text[read..], out var rune, out var consumed)) return Invalid;
                var bytes = rune.EncodeToUtf8(one);
                if (!target.IsEmpty) one[..bytes].CopyTo(target[written..]);
                read += consumed;
                written += bytes;
                continue;
            }
            if (!target.IsEmpty) target[written] = Short(text[read + 1]);
            read += 2;
            written++;
        }
    }

    private static bool TryRune(ReadOnlySpan<byte> text, out Rune rune, out int consumed)
    {
        consumed = 6;
        var first = Unit(text);
        if (!char.IsSurrogate(first)) return Rune.TryCreate(first, out rune) && first != 0;
        consumed = 12;
        rune = default;
        return text.Length >= 12 && text[6] == (byte)'\\' && text[7] == (byte)'u' && Rune.TryCreate(first, Unit(text[6..]), out rune);
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x')
            ? (char)unit
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Not an escape: {Encoding.UTF8.GetString(escape[..6])}"));

    private static byte Short(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };
}
