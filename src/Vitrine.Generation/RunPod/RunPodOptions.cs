namespace Vitrine.Generation.RunPod;

/// <summary>A serverless endpoint at RunPod, and what its worker is given.</summary>
public sealed record RunPodOptions : ProviderOptions
{
    /// <summary>The address of RunPod's own service.</summary>
    public static readonly Uri DefaultEndpoint = new("https://api.runpod.ai/v2/");

    public required ProviderKey Key { get; init; }

    /// <summary>Which endpoint, as RunPod names it.</summary>
    public required string EndpointId { get; init; }

    /// <summary>
    /// The worker's <c>input</c> as JSON, with places such as <c>{{prompt}}</c> in its texts. For worker-comfyui it has a <c>workflow</c>. A place for a reference
    /// image is filled with its bytes in base64.
    /// </summary>
    public required string Input { get; init; }

    /// <summary>What stands for <c>{{model}}</c> where a request names none. Default none.</summary>
    public string? Model { get; init; }

    /// <summary>In pixels, where a request asks for no size; with a ratio, as many pixels in that ratio. Default 1,024; from 64 to 8,192.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>The same. Default 1,024; from 64 to 8,192.</summary>
    public int Height { get; init; } = 1024;

    /// <summary>When a job is first asked after; each time later. Default 1 second; from 0.05 to 60 seconds.</summary>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often at last. Default 10 seconds; from 0.05 to 600 seconds.</summary>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker may work on a job. Default none: as the endpoint is set; from 5 seconds to 24 hours.</summary>
    public TimeSpan? ExecutionTimeout { get; init; }

    /// <summary>How long a job may exist, waiting included. Default none: as RunPod has it; from 10 seconds to 7 days.</summary>
    public TimeSpan? TimeToLive { get; init; }
}
