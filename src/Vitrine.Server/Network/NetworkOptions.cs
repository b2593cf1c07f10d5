using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Network;

/// <summary>Who reaches the server over the network, under which names, and how much of it.</summary>
public sealed class NetworkOptions
{
    public const string SectionName = "Network";

    /// <summary>
    /// Addresses or networks of the proxies in front, separated by commas (<c>127.0.0.1, 10.0.5.0/24</c>). Their <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are
    /// believed, nobody else's. A network of callers does not belong here. Default none.
    /// </summary>
    [Addresses]
    public string KnownProxies { get; set; } = "";

    /// <summary>
    /// Host names that requests may name, separated by commas; <c>*.example.org</c> is every name below, <c>*</c> every name at all. IP addresses, names without a dot, and names under
    /// <c>localhost</c>, <c>local</c>, <c>internal</c> and <c>home.arpa</c> are always taken, as no stranger can own them. Default none.
    /// </summary>
    [HostNames]
    public string AllowedHosts { get; set; } = "";

    /// <summary>
    /// Origins of other sites whose pages may call with a key or token and read the answers, separated by commas (<c>https://app.example.org</c>). Cookies are not taken from them. Default none.
    /// </summary>
    [Origins]
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Days for which browsers that came by https come by nothing else (HSTS). Default 0: not said.</summary>
    [Range(0, 3650)]
    public int HstsDays { get; set; }

    /// <summary>Requests a minute from one address, or from one /64 of IPv6; more are answered 429. Default 0: as many as come.</summary>
    [Range(0, 100_000_000)]
    public int RequestsPerMinutePerAddress { get; set; }

    /// <summary>Requests a minute from one address that may fail for want of a valid key or token; further ones are answered 429. Those that are valid go on. Default 300.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerMinute { get; set; } = 300;

    /// <summary>Addresses that are counted apart for these two limits; beyond them, new ones share one count. Default 20,000.</summary>
    [Range(100, 10_000_000)]
    public int CountedAddresses { get; set; } = 20_000;

    /// <summary>Largest body, in bytes, where a path takes no pictures or facts. Default 1 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How long the head of a request may take, in seconds. Default 15.</summary>
    [Range(1, 600)]
    public int HeaderSeconds { get; set; } = 15;

    /// <summary>Bytes a second that a body must bring on average; a slower sender is cut off with 408. Default 240.</summary>
    [Range(1, 1_000_000)]
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body may be slower than that, in seconds. Default 5.</summary>
    [Range(2, 600)]
    public int BodyGraceSeconds { get; set; } = 5;

    /// <summary>How long a connection without a request stays open, in seconds. Default 130.</summary>
    [Range(1, 3600)]
    public int KeepAliveSeconds { get; set; } = 130;
}
