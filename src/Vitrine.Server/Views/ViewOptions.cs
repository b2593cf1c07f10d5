using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Views;

/// <summary>Saved views.</summary>
public sealed class ViewOptions
{
    public const string SectionName = "Views";

    /// <summary>Views that a project may have. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxPerProject { get; set; } = 1_000;
}
