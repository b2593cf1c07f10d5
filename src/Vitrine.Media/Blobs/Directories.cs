using System.Runtime.InteropServices;

namespace Vitrine.Media.Blobs;

/// <summary>Puts the names in a folder on the disk, which renaming a file alone does not do.</summary>
internal static partial class Directories
{
    private const int ReadOnly = 0;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(folder, ReadOnly);
        if (descriptor < 0) throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (fsync(descriptor) != 0) throw new IOException($"{folder} cannot be written: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
