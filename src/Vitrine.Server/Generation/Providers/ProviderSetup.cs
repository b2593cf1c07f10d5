using Vitrine.Generation;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.RunPod;

namespace Vitrine.Server.Generation.Providers;

/// <summary>What a provider over the network is told, by the configuration or by an admin. What is null is the configuration's, or the provider's usual one.</summary>
/// <param name="EndpointId">Which of RunPod's endpoints.</param>
/// <param name="Template">ComfyUI's workflow or RunPod's input, as JSON.</param>
internal sealed record ProviderSetup(string Name, ProviderKey? Key = null, string? Model = null, Uri? Endpoint = null, string? EndpointId = null, string? Template = null)
{
    /// <summary>Those that can be set up; Sketch needs nothing.</summary>
    public static readonly IReadOnlyList<string> Names =
        [ComfyUIImageGenerator.ProviderName, GeminiImageGenerator.ProviderName, OpenAIImageGenerator.ProviderName, RunPodImageGenerator.ProviderName];

    /// <summary>Relative paths are put behind it, so it ends with a slash.</summary>
    /// <exception cref="FormatException">It is no address.</exception>
    public static Uri? Address(string? text) => text is null ? null : new Uri(text.EndsWith('/') ? text : text + "/");
}
