namespace Vitrine.Generation.Gemini;

/// <summary>Google's Gemini, by its <c>generateContent</c>.</summary>
public sealed record GeminiOptions : ProviderOptions
{
    /// <summary>The address of Google's own service.</summary>
    public static readonly Uri DefaultEndpoint = new("https://generativelanguage.googleapis.com/v1beta/");

    public required ProviderKey Key { get; init; }

    /// <summary>Where a request names none, such as <c>gemini-3-pro-image</c>.</summary>
    public required string Model { get; init; }
}
