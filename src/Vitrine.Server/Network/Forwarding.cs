using System.Net;
using Vitrine.Server.Http;

namespace Vitrine.Server.Network;

/// <summary>On a request whose address is the word of a known proxy.</summary>
/// <param name="Proxy">Who the connection is from.</param>
internal sealed record ForwardedBy(IPAddress Proxy);

/// <summary>
/// Believes known proxies who their callers are, and nobody else. Each proxy appends to <c>X-Forwarded-For</c> whom it got the request from, so the list is read from its end for as long as
/// the one who wrote it is known: what stands further left was sent by a stranger.
/// </summary>
/// <remarks>The header <c>Forwarded</c> is not read: proxies that write the others let it through as the caller sent it.</remarks>
internal sealed class Forwarding(NetworkOptions options)
{
    private const string ForHeader = "X-Forwarded-For", ProtoHeader = "X-Forwarded-Proto", HostHeader = "X-Forwarded-Host";

    private readonly AddressList proxies = new(options.KnownProxies);

    /// <summary>Gives the request the caller's address, scheme and host.</summary>
    /// <returns>What is wrong with the proxy's headers.</returns>
    public Problem? Resolve(HttpContext context)
    {
        if (proxies.IsEmpty || context.Connection.RemoteIpAddress is not { } peer || !proxies.Contains(peer)) return null;
        var headers = context.Request.Headers;
        var hops = 1;
        if (headers[ForHeader] is { Count: > 0 } chain)
        {
            if (!TryFindCaller(chain.ToString(), out var caller, out hops)) return Unreadable(ForHeader);
            context.Features.Set(new ForwardedBy(AddressList.Plain(peer)));
            context.Connection.RemoteIpAddress = caller;
            context.Connection.RemotePort = 0;
        }
        if (headers[ProtoHeader] is { Count: > 0 } schemes)
        {
            var scheme = Entry(schemes.ToString(), hops);
            if (scheme.Equals("https", StringComparison.OrdinalIgnoreCase)) context.Request.Scheme = "https";
            else if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase)) return Unreadable(ProtoHeader);
        }
        if (headers[HostHeader] is { Count: > 0 } hosts)
        {
            var host = Entry(hosts.ToString(), hops);
            if (!HostRule.IsHost(host)) return Unreadable(HostHeader);
            context.Request.Host = new HostString(host.ToString());
        }
        return null;
    }

    private bool TryFindCaller(string chain, out IPAddress caller, out int hops)
    {
        var rest = chain.AsSpan();
        hops = 0;
        do
        {
            var comma = rest.LastIndexOf(',');
            if (!TryReadHop(rest[(comma + 1)..].Trim(), out caller)) return false;
            hops++;
            rest = comma < 0 ? default : rest[..comma];
        }
        while (!rest.IsEmpty && proxies.Contains(caller));
        return true;
    }

    // With or without a port, as different proxies write it.
    private static bool TryReadHop(ReadOnlySpan<char> text, out IPAddress address)
    {
        if (text is ['[', ..])
        {
            var end = text.IndexOf(']');
            address = IPAddress.None;
            return end > 0 && IsPort(text[(end + 1)..]) && AddressList.TryReadAddress(text[1..end], out address);
        }
        var colon = text.IndexOf(':');
        return colon >= 0 && colon == text.LastIndexOf(':')
            ? AddressList.TryReadAddress(text[..colon], out address) && IsPort(text[colon..])
            : AddressList.TryReadAddress(text, out address);
    }

    private static bool IsPort(ReadOnlySpan<char> text) => text.IsEmpty || (text[0] == ':' && text[1..] is { Length: > 0 and <= 5 } digits && !digits.ContainsAnyExceptInRange('0', '9'));

    /// <summary>What the proxy said whose caller was found: so many from the end, or the first where proxies replace what came to them.</summary>
    private static ReadOnlySpan<char> Entry(ReadOnlySpan<char> list, int hops)
    {
        while (true)
        {
            var comma = list.LastIndexOf(',');
            if (--hops == 0 || comma < 0) return list[(comma + 1)..].Trim();
            list = list[..comma];
        }
    }

    private static Problem Unreadable(string header) => Problems.BadRequest.With($"The proxy's {header} cannot be read.", header);
}
