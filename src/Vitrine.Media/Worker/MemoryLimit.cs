using System.Runtime.InteropServices;

namespace Vitrine.Media.Worker;

/// <summary>Bounds what this process may allocate.</summary>
internal static partial class MemoryLimit
{
    // Linux, all architectures that are built for.
    private const int RlimitData = 2;

    /// <summary>Where the system can do it. Not the address space: the runtime reserves far more of it than it uses.</summary>
    /// <exception cref="InvalidOperationException">The limit was not taken.</exception>
    public static void Set(long bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        var limit = new Limit { Soft = (nuint)bytes, Hard = (nuint)bytes };
        if (setrlimit(RlimitData, in limit) != 0) throw new InvalidOperationException($"No limit of {bytes} bytes: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
