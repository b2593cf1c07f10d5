using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Bench.Load;

/// <summary>The few Linux calls of a one-thread load generator. It shares the machine with the server it loads, so it must be lean.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    private const int Add = 1;
    private const int Modify = 3;
    private const int Capacity = 256;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;
    private const int NoSignal = 0x4000;

    // The kernel packs the structure on x64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + 8;

    private readonly int descriptor = Check(epoll_create1(0));
    private readonly byte[] events = new byte[Capacity * EventBytes];

    public void Watch(int socket, int data, uint what, bool isNew)
    {
        var request = stackalloc byte[16];
        Unsafe.WriteUnaligned(request, what);
        Unsafe.WriteUnaligned(request + DataOffset, (long)data);
        Check(epoll_ctl(descriptor, isNew ? Add : Modify, socket, request));
    }

    /// <summary>How many are ready; <see cref="Ready"/> names them.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* buffer = events)
        {
            var count = epoll_wait(descriptor, buffer, Capacity, milliseconds);
            return count < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Check(count);
        }
    }

    public int Ready(int index) => (int)Unsafe.ReadUnaligned<long>(ref events[(index * EventBytes) + DataOffset]);

    /// <summary>Bytes sent; 0 where the socket takes no more now.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return Progress(send(socket, start, bytes.Length, NoSignal));
    }

    /// <summary>Bytes received; 0 where none are there, -1 where the other side has closed.</summary>
    public static int Receive(int socket, Span<byte> room)
    {
        fixed (byte* start = room)
        {
            var count = recv(socket, start, room.Length, 0);
            return count == 0 ? -1 : Progress(count);
        }
    }

    public void Dispose() => _ = close(descriptor);

    private static int Progress(nint count) => count < 0 && Marshal.GetLastPInvokeError() == WouldBlock ? 0 : Check((int)count);

    private static int Check(int result) => result < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : result;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, byte* request);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
