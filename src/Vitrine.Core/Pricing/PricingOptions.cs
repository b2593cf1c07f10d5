using System.ComponentModel.DataAnnotations;

namespace Vitrine.Core.Pricing;

/// <summary>What facts cost that say what they used and not what it cost.</summary>
public sealed class PricingOptions
{
    public const string SectionName = "Pricing";

    /// <summary>Whether such facts get a cost when they arrive. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>File of prices that come before the built-in ones, in their form. Default none.</summary>
    public string? File { get; set; }

    /// <summary>Dollars for a second that ComfyUI's machine works on an image. Default none: such images have no cost.</summary>
    [Range(0.0, 1000.0)]
    public decimal? ComfyUIGpuSecond { get; set; }

    /// <summary>Dollars for a second that RunPod's worker works on an image. Default none: such images have no cost.</summary>
    [Range(0.0, 1000.0)]
    public decimal? RunPodGpuSecond { get; set; }
}
