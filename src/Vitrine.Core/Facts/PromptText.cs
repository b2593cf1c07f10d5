using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Core.Facts;

/// <summary>When two prompts are the same prompt: equal but for case and white space.</summary>
public static class PromptText
{
    /// <summary>Lower case, runs of white space as one space, none at the ends.</summary>
    public static string Normalize(string prompt)
    {
        var normal = new StringBuilder(prompt.Length);
        foreach (var letter in prompt)
        {
            if (!char.IsWhiteSpace(letter)) normal.Append(char.ToLowerInvariant(letter));
            else if (normal.Length > 0 && normal[^1] != ' ') normal.Append(' ');
        }

        if (normal.Length > 0 && normal[^1] == ' ') normal.Length--;
        return normal.ToString();
    }

    /// <summary>The first eight bytes of the normalised prompt's SHA-256 as a positive number, stable across machines and versions.</summary>
    public static long Hash(ReadOnlySpan<byte> utf8)
    {
        if (!Ascii.IsValid(utf8)) return HashNormalized(Encoding.UTF8.GetBytes(Normalize(Encoding.UTF8.GetString(utf8))));
        var normal = utf8.Length <= 4096 ? stackalloc byte[utf8.Length] : new byte[utf8.Length];
        var length = 0;
        foreach (var letter in utf8)
        {
            if (letter is not (0x20 or (>= 0x09 and <= 0x0D))) normal[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
            else if (length > 0 && normal[length - 1] != ' ') normal[length++] = (byte)' ';
        }

        if (length > 0 && normal[length - 1] == ' ') length--;
        return HashNormalized(normal[..length]);
    }

    private static long HashNormalized(ReadOnlySpan<byte> normal)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(normal, digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest) & long.MaxValue;
    }
}
