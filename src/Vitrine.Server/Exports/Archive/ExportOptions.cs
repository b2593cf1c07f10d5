using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Exports of pictures.</summary>
public sealed class ExportOptions
{
    public const string SectionName = "Exports";

    /// <summary>Images in one ZIP. Beyond this the answer is 422, which asks for a narrower filter. Default 200,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxArchiveImages { get; set; } = 200_000;

    /// <summary>Ids that a ZIP may be asked for by. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxArchiveIds { get; set; } = 10_000;

    /// <summary>Pictures of which is looked at once whether they are still there, before a ZIP of them begins. Default 32.</summary>
    [Range(1, 1_000)]
    public int PictureLooks { get; set; } = 32;
}
