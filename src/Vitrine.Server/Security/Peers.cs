using System.Net;
using Vitrine.Server.Network;

namespace Vitrine.Server.Security;

/// <summary>Where a request comes from, judged by its connection, or by the word of a known proxy.</summary>
internal static class Peers
{
    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    public static bool IsLocal(HttpContext context) => IsLoopback(context) && IsDirect(context) && IsSameOrigin(context.Request);

    public static bool IsPrivate(HttpContext context) =>
        (IsLoopback(context) || (context.Connection.RemoteIpAddress is { } address && InPrivateNetwork(AddressList.Plain(address)))) && IsDirect(context) && IsSameOrigin(context.Request);

    // Another machine's proxy that tells of a loopback address means its own machine.
    private static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(AddressList.Plain(address))
        && (context.Features.Get<ForwardedBy>() is not { } forwarded || IPAddress.IsLoopback(forwarded.Proxy));

    /// <summary>False where a forwarding header says that the connection is not the caller's own, and no known proxy says whose it is.</summary>
    private static bool IsDirect(HttpContext context)
    {
        if (context.Features.Get<ForwardedBy>() is not null) return true;
        foreach (var (name, _) in context.Request.Headers)
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
}
