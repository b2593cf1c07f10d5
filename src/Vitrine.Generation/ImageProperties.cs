namespace Vitrine.Generation;

/// <summary>Keys of <c>ImageGenerationOptions.AdditionalProperties</c> for what the shared options have no member for. A generator ignores what its provider cannot do.</summary>
public static class ImageProperties
{
    /// <summary>As <c>16:9</c>.</summary>
    public const string AspectRatio = "aspect_ratio";

    public const string NegativePrompt = "negative_prompt";

    public const string Quality = "quality";

    /// <summary>As <c>2K</c> or <c>1024x1024</c>.</summary>
    public const string Resolution = "resolution";

    public const string Style = "style";

    /// <summary>A number; the same with the same prompt gives the same picture where the provider can.</summary>
    public const string Seed = "seed";

    /// <summary>The end user, for a provider that watches for abuse.</summary>
    public const string User = "user";

    /// <summary>An <c>IProgress&lt;GenerationProgress&gt;</c>, called from any thread.</summary>
    public const string Progress = "progress";

    /// <summary>The address that a provider with jobs may call when this one has ended. It has a secret of its own in it, for the call is unsigned.</summary>
    public const string Webhook = "webhook";
}
