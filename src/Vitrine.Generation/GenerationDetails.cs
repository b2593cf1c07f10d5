namespace Vitrine.Generation;

/// <summary>What a provider says of the pictures it made; the <c>RawRepresentation</c> of a generator's answer. A member is null where it says nothing.</summary>
public sealed record GenerationDetails
{
    /// <summary>The model that made it, which may be more exact than the one that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's own name of the request or the job.</summary>
    public string? RequestId { get; init; }

    /// <summary>From the request sent to the pictures received.</summary>
    public required TimeSpan GenerationTime { get; init; }

    /// <summary>Of it, what the machine worked on the pictures.</summary>
    public TimeSpan? GpuTime { get; init; }

    /// <summary>Of it, what the job waited for the machine.</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>As the provider was asked, such as <c>1024x1536</c>; what came may be larger.</summary>
    public string? Resolution { get; init; }

    /// <summary>As the provider made it, or was asked to.</summary>
    public string? Quality { get; init; }

    public string? NegativePrompt { get; init; }

    public long? Seed { get; init; }

    /// <summary>In the order in which they are put on the model.</summary>
    public IReadOnlyList<LoraUse> Loras { get; init; } = [];

    /// <summary>How many times longer a side is than it was drawn.</summary>
    public double? UpscaleFactor { get; init; }

    /// <summary>How many of the request's pictures were used.</summary>
    public int ReferenceImages { get; init; }
}

/// <param name="Name">The file's, as the workflow has it.</param>
public sealed record LoraUse(string Name, double Strength);
