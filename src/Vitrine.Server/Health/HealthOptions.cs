using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Health;

/// <summary>When the server calls itself ready.</summary>
public sealed class HealthOptions
{
    public const string SectionName = "Health";

    /// <summary>Free disk space below which the server is not ready, in MiB. Default 64.</summary>
    [Range(0, int.MaxValue)]
    public int MinFreeMegabytes { get; set; } = 64;

    /// <summary>How long the store may take to answer before the server is not ready, in milliseconds. Default 2,000.</summary>
    [Range(1, 60_000)]
    public int StoreMilliseconds { get; set; } = 2_000;
}
