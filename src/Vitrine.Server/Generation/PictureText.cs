namespace Vitrine.Server.Generation;

/// <summary>Pictures as text.</summary>
internal static class PictureText
{
    /// <summary>Base64, with or without a data URI's head.</summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is null) return false;
        var comma = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',') : -1;
        bytes = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text.AsSpan(comma + 1), bytes, out var written) || written == 0) return false;
        Array.Resize(ref bytes, written);
        return true;
    }
}
