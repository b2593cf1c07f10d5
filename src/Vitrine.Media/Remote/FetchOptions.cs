using System.ComponentModel.DataAnnotations;

namespace Vitrine.Media.Remote;

/// <summary>From where pictures may be fetched that somebody else named: by the URL of an image, or in the answer of a provider.</summary>
public sealed class FetchOptions
{
    public const string SectionName = "Fetch";

    /// <summary>
    /// Hosts of your own network that may be asked as well, separated by commas, as in comfy.internal:8188, 10.0.5.7: over http too, whatever their address is. Without a port,
    /// those of Fetch:Ports. Hosts with public addresses need not be named. Default none.
    /// </summary>
    [FetchHosts]
    public string Hosts { get; set; } = "";

    /// <summary>Whether public hosts are asked over http, too, and not https alone. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Ports that may be asked, separated by commas. Default 80, 443.</summary>
    [FetchPorts]
    public string Ports { get; set; } = "80, 443";

    /// <summary>How long a picture may take to come, redirects included, in seconds. Default 30.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Redirects that are followed. Default 3.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; set; } = 3;

    /// <summary>Pictures that are fetched at once; the others wait. Each may take Media:MaxPictureMegabytes of memory. Default 6.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 6;
}
