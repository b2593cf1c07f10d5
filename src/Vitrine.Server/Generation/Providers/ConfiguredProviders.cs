using Vitrine.Generation;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.RunPod;

namespace Vitrine.Server.Generation.Providers;

/// <summary>The providers that the configuration sets up: those with a key, and ComfyUI with a workflow. Nothing else may set these up.</summary>
internal sealed class ConfiguredProviders(GeminiProviderOptions gemini, OpenAIProviderOptions openAI, ComfyUIProviderOptions comfyUI, RunPodProviderOptions runPod)
{
    private readonly Lazy<IReadOnlyDictionary<string, ProviderSetup>> setups = new(() => Read(gemini, openAI, comfyUI, runPod));

    /// <exception cref="StartException">A setting is wrong; the message names it and repeats no key.</exception>
    public ProviderSetup? Find(string provider) => setups.Value.GetValueOrDefault(provider);

    /// <summary>What the configuration says of a provider for the case that another sets it up.</summary>
    public ProviderSetup Defaults(string provider) => provider switch
    {
        GeminiImageGenerator.ProviderName => new ProviderSetup(provider, null, gemini.Model, ProviderSetup.Address(gemini.Endpoint) ?? GeminiOptions.DefaultEndpoint),
        OpenAIImageGenerator.ProviderName => new ProviderSetup(provider, null, openAI.Model, ProviderSetup.Address(openAI.Endpoint) ?? OpenAIOptions.DefaultEndpoint),
        ComfyUIImageGenerator.ProviderName => new ProviderSetup(provider, null, comfyUI.Model, ProviderSetup.Address(comfyUI.Endpoint)),
        RunPodImageGenerator.ProviderName => new ProviderSetup(provider, null, runPod.Model, ProviderSetup.Address(runPod.Endpoint) ?? RunPodOptions.DefaultEndpoint, runPod.EndpointId),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "Not a provider that can be set up."),
    };

    private static Dictionary<string, ProviderSetup> Read(GeminiProviderOptions gemini, OpenAIProviderOptions openAI, ComfyUIProviderOptions comfyUI, RunPodProviderOptions runPod)
    {
        var found = new Dictionary<string, ProviderSetup>(StringComparer.Ordinal);
        Add(GeminiImageGenerator.ProviderName, GeminiProviderOptions.SectionName, gemini.ApiKey, gemini.Model, gemini.Endpoint);
        Add(OpenAIImageGenerator.ProviderName, OpenAIProviderOptions.SectionName, openAI.ApiKey, openAI.Model, openAI.Endpoint);
        if (comfyUI.WorkflowFile is { Length: > 0 } workflow)
        {
            found[ComfyUIImageGenerator.ProviderName] = InSection(ComfyUIProviderOptions.SectionName, () => new ProviderSetup(
                ComfyUIImageGenerator.ProviderName, null, comfyUI.Model, ProviderSetup.Address(comfyUI.Endpoint), Template: File.ReadAllText(workflow)));
        }
        if (runPod.ApiKey is { Length: > 0 })
        {
            if (runPod.EndpointId is not { Length: > 0 } || runPod.InputFile is not { Length: > 0 } input)
                throw new StartException($"Vitrine:{RunPodProviderOptions.SectionName} is wrong: EndpointId and InputFile are needed as well.");
            Add(RunPodImageGenerator.ProviderName, RunPodProviderOptions.SectionName, runPod.ApiKey, runPod.Model, runPod.Endpoint, runPod.EndpointId, input);
        }
        return found;

        void Add(string name, string section, string? key, string? model, string? endpoint, string? endpointId = null, string? file = null)
        {
            if (key is not { Length: > 0 }) return;
            found[name] = InSection(section, () => new ProviderSetup(
                name, new ProviderKey(key), model, ProviderSetup.Address(endpoint), endpointId, file is null ? null : File.ReadAllText(file)));
        }
    }

    /// <summary>Names the section of what goes wrong.</summary>
    public static T InSection<T>(string section, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Vitrine:{section} is wrong: {error.Message}", error);
        }
    }

    public static string SectionOf(string provider) => provider switch
    {
        GeminiImageGenerator.ProviderName => GeminiProviderOptions.SectionName,
        OpenAIImageGenerator.ProviderName => OpenAIProviderOptions.SectionName,
        ComfyUIImageGenerator.ProviderName => ComfyUIProviderOptions.SectionName,
        _ => RunPodProviderOptions.SectionName,
    };
}
