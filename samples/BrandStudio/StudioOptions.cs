using System.ComponentModel.DataAnnotations;

namespace BrandStudio;

/// <summary>What the studio is set up with: <c>Studio__AppKey</c> and so on in the environment.</summary>
internal sealed class StudioOptions
{
    public const string SectionName = "Studio";

    /// <summary>Where Vitrine is.</summary>
    [Required]
    public Uri VitrineUrl { get; set; } = new("http://127.0.0.1:8002");

    /// <summary>An <c>app</c> key: makes and shows pictures, each time for the one person who is named along with it.</summary>
    [Required]
    public string AppKey { get; set; } = "";

    /// <summary>A <c>server</c> key: reads and makes the brands, which belong to nobody alone.</summary>
    [Required]
    public string ServerKey { get; set; } = "";

    /// <summary>Where the keys are kept that protect cookies; without it, a restart signs everybody out.</summary>
    public string? DataFolder { get; set; }
}
