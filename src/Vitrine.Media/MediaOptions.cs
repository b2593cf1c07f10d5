using System.ComponentModel.DataAnnotations;

namespace Vitrine.Media;

/// <summary>How pictures are decoded and kept.</summary>
public sealed class MediaOptions
{
    public const string SectionName = "Media";

    /// <summary>Largest picture, in MiB. Default 20.</summary>
    [Range(1, 256)]
    public int MaxPictureMegabytes { get; set; } = 20;

    /// <summary>Most pixels of a picture, in millions. Default 50.</summary>
    [Range(1, 1000)]
    public int MaxMegapixels { get; set; } = 50;

    /// <summary>Processes that decode, each one picture at a time. Default 2.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 2;

    /// <summary>Memory that a decoding process may take, in MiB; one that asks for more ends, and its picture is tried again a few times at most. Default 768.</summary>
    [Range(128, 65536)]
    public int WorkerMegabytes { get; set; } = 768;

    /// <summary>How long a picture may take to be decoded, in seconds. Default 20.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Whether pictures of new images that are known by their URL are fetched and kept whole; else their thumbnails are, once somebody looks. Default false.</summary>
    public bool Mirror { get; set; }
}
