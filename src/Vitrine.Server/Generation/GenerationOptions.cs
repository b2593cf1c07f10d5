using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Generation;

/// <summary>How images are made.</summary>
public sealed class GenerationOptions
{
    public const string SectionName = "Generation";

    /// <summary>The provider of requests that name none. Default sketch, which needs no key.</summary>
    [Required]
    public string DefaultProvider { get; set; } = "sketch";

    /// <summary>Address under which others reach this server, for the URLs of pictures, as https://vitrine.example. Default none: the one that the request was sent to.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>Where the server is reached, without a slash at the end.</summary>
    internal string BaseUrlOf(HttpRequest request) => PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    /// <summary>How long an image may take, further attempts included, in seconds. Default 300.</summary>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>How many times more a provider is asked after a failure that may pass. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>Images that a provider is asked for at once; the others wait. Default 4.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 4;

    /// <summary>Requests for images at once, waiting ones included; beyond, the answer is 503. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaxRequests { get; set; } = 32;

    /// <summary>Seconds in which the body of a request for an image must have come in; a slower sender is answered with 408. Default 60.</summary>
    [Range(1, 3600)]
    public int ReadSeconds { get; set; } = 60;

    /// <summary>Reference images of a request, those of its dataset included. Default 14.</summary>
    [Range(0, 64)]
    public int MaxReferenceImages { get; set; } = 14;
}
