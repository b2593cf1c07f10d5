using System.Net;
using System.Net.Sockets;

namespace Vitrine.Server.Security;

/// <summary>Where a request comes from, judged by its connection; a proxy's word for it is not taken.</summary>
internal static class Peers
{
    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(Unmapped(address)) && IsDirect(context.Request) && IsSameOrigin(context.Request);

    public static bool IsPrivate(HttpContext context) =>
        IsLocal(context)
        || (context.Connection.RemoteIpAddress is { } address && InPrivateNetwork(Unmapped(address)) && IsDirect(context.Request) && IsSameOrigin(context.Request));

    /// <summary>False where a forwarding header says that the connection is not the caller's own.</summary>
    private static bool IsDirect(HttpRequest request)
    {
        foreach (var (name, _) in request.Headers)
        {
            if (name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
                || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Via", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    /// <summary>False where a page of another site makes the browser call.</summary>
    private static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin]) return request.Headers.Origin.Count == 0;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            && string.Equals(uri.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase);
    }

    private static bool InPrivateNetwork(IPAddress address) => Array.Exists(PrivateNetworks, network => network.Contains(address));

    private static IPAddress Unmapped(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
