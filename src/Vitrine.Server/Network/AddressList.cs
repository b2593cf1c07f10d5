using System.Net;
using System.Net.Sockets;

namespace Vitrine.Server.Network;

/// <summary>Addresses and networks. An IPv4 address is the same however the connection spells it.</summary>
internal sealed class AddressList
{
    private readonly IPNetwork[] networks;

    public AddressList(string list) => networks = [.. OptionLists.Items(list).Select(Read)];

    public bool IsEmpty => networks.Length == 0;

    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var network in networks)
        {
            if (network.Contains(plain)) return true;
        }
        return false;
    }

    public static IPAddress Plain(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static bool TryRead(string text, out IPNetwork network)
    {
        if (TryReadAddress(text, out var address))
        {
            network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }
        return IPNetwork.TryParse(text, out network);
    }

    /// <summary>An address as people write it: not <c>127.1</c>, not <c>0x7f000001</c>, without a zone.</summary>
    public static bool TryReadAddress(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (!IPAddress.TryParse(text, out var parsed)) return false;
        Span<char> written = stackalloc char[15];
        if (parsed.AddressFamily == AddressFamily.InterNetwork && !(parsed.TryFormat(written, out var length) && text.SequenceEqual(written[..length]))) return false;
        if (parsed.AddressFamily == AddressFamily.InterNetworkV6 && text.ContainsAny('%', '[')) return false;
        address = Plain(parsed);
        return true;
    }

    private static IPNetwork Read(string text) => TryRead(text, out var network) ? network : throw new FormatException($"'{text}' is neither an address nor a network.");
}
