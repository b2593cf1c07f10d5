using System.ComponentModel.DataAnnotations;

namespace Vitrine.Core.Facts.Reading;

/// <summary>How much one request may bring. Sizes are those after decompression.</summary>
public sealed class IngestOptions
{
    public const string SectionName = "Ingest";

    /// <summary>Largest fact, in bytes of its JSON. Default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxFactBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest body, in bytes. Default 16 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxBatchBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most facts in one body. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatchFacts { get; set; } = 10_000;
}
