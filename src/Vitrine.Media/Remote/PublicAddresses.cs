using System.Net;
using System.Net.Sockets;

namespace Vitrine.Media.Remote;

/// <summary>
/// Which addresses belong to the public internet. What is no public unicast address is none: the machine itself, its network, its cloud's metadata, and every form
/// of IPv6 that carries an IPv4 address inside, for somebody on the way may unwrap it. After IANA's registries of special-purpose addresses.
/// </summary>
public static class PublicAddresses
{
    private static readonly Prefix[] NotOfIPv4 = Prefixes(
        "0.0.0.0/8", // this network
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
        "100.64.0.0/10", // shared, behind carriers' NAT; metadata of some clouds
        "127.0.0.0/8", // loopback
        "169.254.0.0/16", // link-local; metadata of most clouds
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
        "192.88.99.0/24", // 6to4 relays
        "198.18.0.0/15", // benchmarking
        "224.0.0.0/4", // multicast
        "240.0.0.0/4"); // reserved, broadcast

    // Unicast is handed out of here and nowhere else: ::1, mapped and translated IPv4, fc00::/7, fe80::/10 and multicast are outside.
    private static readonly Prefix UnicastOfIPv6 = Prefix.Parse("2000::/3");

    private static readonly Prefix[] NotOfIPv6 = Prefixes(
        "2001::/23", // protocol assignments; Teredo, which embeds IPv4
        "2001:db8::/32", "3fff::/20", // documentation
        "2002::/16"); // 6to4, which embeds IPv4

    public static bool Contains(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !IsIn(NotOfIPv4, bytes),
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && UnicastOfIPv6.Begins(bytes) && !IsIn(NotOfIPv6, bytes) && !IsIsatap(bytes),
            _ => false,
        };
    }

    // RFC 5214: any prefix, then 0000:5efe or 0200:5efe and an IPv4 address.
    private static bool IsIsatap(ReadOnlySpan<byte> address) => address[8..12] is [0x00 or 0x02, 0x00, 0x5E, 0xFE];

    private static bool IsIn(Prefix[] prefixes, byte[] address) => Array.Exists(prefixes, prefix => prefix.Begins(address));

    private static Prefix[] Prefixes(params string[] networks) => [.. networks.Select(Prefix.Parse)];

    // Bits alone. IPNetwork takes an IPv4 address mapped into IPv6 for the IPv4 address, which is the difference that matters here.
    private readonly record struct Prefix(byte[] Bytes, int Bits)
    {
        public static Prefix Parse(string network)
        {
            var parsed = IPNetwork.Parse(network);
            return new Prefix(parsed.BaseAddress.GetAddressBytes(), parsed.PrefixLength);
        }

        public bool Begins(ReadOnlySpan<byte> address)
        {
            var whole = Bits / 8;
            return address[..whole].SequenceEqual(Bytes.AsSpan(0, whole)) && (Bits % 8 == 0 || (address[whole] ^ Bytes[whole]) >> (8 - (Bits % 8)) == 0);
        }
    }
}
