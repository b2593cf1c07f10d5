using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>Pictures of images that are known by their URL.</summary>
public sealed class PreviewOptions
{
    public const string SectionName = "Previews";

    /// <summary>How long a request waits for a picture that is fetched for it, in seconds; beyond it is told to come again, and the fetching goes on. Default 8.</summary>
    [Range(1, 600)]
    public int WaitSeconds { get; set; } = 8;

    /// <summary>Pictures that are fetched at once to be seen or mirrored. Fewer than Fetch:Concurrency leave room for the pictures of providers. Default 4.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 4;

    /// <summary>Pictures that may wait to be fetched to be seen. Default 256.</summary>
    [Range(1, 100_000)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>How long a picture that could not be fetched, and every picture of a host that cannot be connected to, is not asked for again, in seconds. Default 600.</summary>
    [Range(1, 86_400)]
    public int FailureSeconds { get; set; } = 600;

    /// <summary>How often the picture of an image is tried to be mirrored before that is given up; each attempt waits longer than the one before, the seventh a day. Default 8.</summary>
    [Range(1, 100)]
    public int MirrorAttempts { get; set; } = 8;
}
