namespace Vitrine.Generation.OpenAI;

/// <summary>OpenAI's Images API, or one that speaks like it.</summary>
public sealed record OpenAIOptions : ProviderOptions
{
    /// <summary>The address of OpenAI's own service.</summary>
    public static readonly Uri DefaultEndpoint = new("https://api.openai.com/v1/");

    public required ProviderKey Key { get; init; }

    /// <summary>Where a request names none, such as <c>gpt-image-1.5</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Whom it is charged to, where the key is of several. Default none.</summary>
    public string? Organization { get; init; }

    /// <summary>The same. Default none.</summary>
    public string? Project { get; init; }
}
