using System.Runtime.InteropServices;

namespace Vitrine.Media.Vips;

/// <summary>libvips could not do it; the message is its own.</summary>
internal sealed class VipsException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What libvips has to say since it was last asked.</summary>
    public static unsafe VipsException Take()
    {
        var message = Marshal.PtrToStringUTF8((nint)Native.vips_error_buffer())?.Trim();
        Native.vips_error_clear();
        return new VipsException(string.IsNullOrEmpty(message) ? "libvips failed without a word." : message);
    }
}
