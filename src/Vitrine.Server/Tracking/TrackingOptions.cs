namespace Vitrine.Server.Tracking;

/// <summary>Who may track without a key.</summary>
public enum PublicEndpoints
{
    /// <summary>Nobody.</summary>
    KeyOnly,

    /// <summary>Callers on the same machine.</summary>
    Loopback,

    /// <summary>Callers on the same machine or in a private network.</summary>
    PrivateNetworks,
}

/// <summary>How facts come in.</summary>
public sealed class TrackingOptions
{
    public const string SectionName = "Tracking";

    /// <summary>
    /// Who may call the four <c>-public</c> paths without a key: <c>KeyOnly</c>, <c>Loopback</c> or <c>PrivateNetworks</c>. Requests that a proxy
    /// forwarded, and those from a page of another site, always need the key. Default <c>Loopback</c>.
    /// </summary>
    public PublicEndpoints PublicEndpoints { get; set; } = PublicEndpoints.Loopback;
}
