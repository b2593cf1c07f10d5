using System.Net;

namespace Vitrine.Media.Remote;

/// <summary>Which addresses may be asked, as the options say: first by what is written, then by where a name leads.</summary>
internal sealed class FetchRules
{
    private readonly FetchOptions options;
    private readonly HashSet<int> ports;
    private readonly HashSet<(string Host, int Port)> hosts = [];

    public FetchRules(FetchOptions options)
    {
        this.options = options;
        ports = [.. FetchLists.Items(options.Ports).Select(item => FetchLists.TryReadPort(item, out var port) ? port : throw new FormatException($"'{item}' is no port."))];
        foreach (var item in FetchLists.Items(options.Hosts))
        {
            if (!FetchLists.TryReadHost(item, out var host, out var only)) throw new FormatException($"'{item}' is no host.");
            foreach (var port in only is { } one ? [one] : ports) hosts.Add((Name(host), port));
        }
    }

    /// <exception cref="FetchFailedException">It may not.</exception>
    public void CheckWritten(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http")) throw NotAllowed("Pictures are fetched from https addresses.");
        if (address.UserInfo.Length > 0) throw NotAllowed("The address carries a user or a password.");
        if (address.IdnHost.Length == 0) throw NotAllowed("The address names no host.");
        if (IsListed(address.IdnHost, address.Port)) return;
        if (address.Scheme == "http" && !options.AllowHttp) throw NotAllowed("Pictures are fetched from https addresses, unless Fetch:AllowHttp or Fetch:Hosts allows another.");
        if (!ports.Contains(address.Port)) throw NotAllowed("The address names a port that Fetch:Ports does not.");
    }

    /// <summary>One address in a forbidden place is enough: who answers so does not mean well, or means the inside.</summary>
    /// <exception cref="FetchFailedException">It may not be asked.</exception>
    public void CheckResolved(string host, int port, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0) throw NoSuchHost();
        if (!IsListed(host, port) && !addresses.All(PublicAddresses.Contains))
            throw NotAllowed("The host is not on the public internet. Its operator can allow it in Fetch:Hosts.");
    }

    public static FetchFailedException NoSuchHost(Exception? inner = null) => new(FetchFailures.Unreachable, "There is no such host.", inner) { MayPass = true };

    private bool IsListed(string host, int port) => hosts.Contains((Name(host), port));

    // A connection's host has the brackets of an IPv6 address, a URL's has not.
    private static string Name(string host) => host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();

    private static FetchFailedException NotAllowed(string detail) => new(FetchFailures.AddressNotAllowed, detail);
}
