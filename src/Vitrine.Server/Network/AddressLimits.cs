using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Vitrine.Server.Security;

namespace Vitrine.Server.Network;

/// <summary>A rate for each address, or for each /64 of IPv6, which one caller may have to itself. Bounded: addresses beyond the bound share one rate. Thread-safe.</summary>
internal sealed class AddressLimits(int perMinute, int maxAddresses, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, RateLimit> limits = [];
    private readonly RateLimit others = new(Math.Max(1, perMinute), clock);
    private long nextSweep;

    /// <summary>Addresses that have a rate of their own now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return limits.Count;
        }
    }

    /// <returns>Zero where the request may go on, else after how long it may.</returns>
    public TimeSpan Take(IPAddress? address) => perMinute == 0 || address is null ? TimeSpan.Zero : Of(KeyOf(AddressList.Plain(address))).Take();

    private RateLimit Of(UInt128 key)
    {
        lock (gate)
        {
            if (limits.TryGetValue(key, out var limit)) return limit;
            if (limits.Count >= maxAddresses) Sweep();
            if (limits.Count >= maxAddresses) return others;
            return limits[key] = new RateLimit(perMinute, clock);
        }
    }

    // A rate that has filled up again is as good as a new one. At most once a second, so that a flood of addresses cannot make it the server's main work.
    private void Sweep()
    {
        var now = clock.GetTimestamp();
        if (now < nextSweep) return;
        nextSweep = now + clock.TimestampFrequency;
        foreach (var (key, limit) in limits)
        {
            if (limit.IsFull) limits.Remove(key);
        }
    }

    private static UInt128 KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new UInt128(0, 1UL << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
    }
}

/// <summary>The two rates of an address.</summary>
internal sealed class NetworkLimits(NetworkOptions options, TimeProvider clock)
{
    public AddressLimits Requests { get; } = new(options.RequestsPerMinutePerAddress, options.CountedAddresses, clock);

    /// <summary>Of requests that are answered 401.</summary>
    public AddressLimits Failures { get; } = new(options.FailuresPerMinute, options.CountedAddresses, clock);
}
