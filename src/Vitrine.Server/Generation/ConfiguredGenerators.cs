using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Generation;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.RunPod;
using Vitrine.Generation.Sketch;

namespace Vitrine.Server.Generation;

/// <summary>Makes a generator for each provider that is configured, each with its own limits.</summary>
internal sealed class ConfiguredGenerators(
    GenerationOptions options, GeminiProviderOptions gemini, OpenAIProviderOptions openAI, ComfyUIProviderOptions comfyUI, RunPodProviderOptions runPod,
    IPictureReader pictures, PictureFetcher fetch, TimeProvider clock)
{
    // Nothing follows a redirect: the key would go along. How long an attempt takes is the generators' to decide. Sketch needs none, so a start without
    // providers does not pay for it.
    private HttpClient Http => field ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="StartException">A setting is wrong; the message names it and repeats no key.</exception>
    public ImageGenerators Make()
    {
        var made = new Dictionary<string, IImageGenerator>(StringComparer.Ordinal) { [SketchImageGenerator.ProviderName] = new SketchImageGenerator(pictures) };
        if (gemini.ApiKey is { Length: > 0 } geminiKey)
        {
            made[GeminiImageGenerator.ProviderName] = Named(GeminiProviderOptions.SectionName, () => new GeminiImageGenerator(
                Http, new GeminiOptions { Key = new ProviderKey(geminiKey), Model = gemini.Model, Endpoint = Address(gemini.Endpoint) ?? GeminiOptions.DefaultEndpoint }, clock));
        }
        if (openAI.ApiKey is { Length: > 0 } openAIKey)
        {
            made[OpenAIImageGenerator.ProviderName] = Named(OpenAIProviderOptions.SectionName, () => new OpenAIImageGenerator(
                Http, new OpenAIOptions { Key = new ProviderKey(openAIKey), Model = openAI.Model, Endpoint = Address(openAI.Endpoint) ?? OpenAIOptions.DefaultEndpoint }, clock, fetch));
        }
        if (comfyUI.WorkflowFile is { Length: > 0 } workflow)
        {
            made[ComfyUIImageGenerator.ProviderName] = Named(ComfyUIProviderOptions.SectionName, () => new ComfyUIImageGenerator(
                Http, new ComfyUIOptions { Workflow = File.ReadAllText(workflow), Model = comfyUI.Model, Endpoint = Address(comfyUI.Endpoint)! }, clock));
        }
        if (runPod.ApiKey is { Length: > 0 } runPodKey) made[RunPodImageGenerator.ProviderName] = Named(RunPodProviderOptions.SectionName, () => RunPod(runPodKey));
        if (!made.ContainsKey(options.DefaultProvider))
            throw new StartException($"Vitrine:Generation:DefaultProvider is '{options.DefaultProvider}', which is none of those that are set up: {string.Join(", ", made.Keys)}.");
        var limits = new ResilienceOptions { AttemptTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds), MaxRetries = options.Retries, Concurrency = options.Concurrency };
        return new ImageGenerators(made.ToDictionary(pair => pair.Key, pair => (IImageGenerator)new ResilientImageGenerator(pair.Value, limits, clock), StringComparer.Ordinal));
    }

    private RunPodImageGenerator RunPod(string key)
    {
        if (runPod.EndpointId is not { Length: > 0 } endpoint || runPod.InputFile is not { Length: > 0 } input) throw new FormatException("EndpointId and InputFile are needed as well.");
        return new RunPodImageGenerator(
            Http,
            new RunPodOptions
            {
                Key = new ProviderKey(key), EndpointId = endpoint, Input = File.ReadAllText(input), Model = runPod.Model, Endpoint = Address(runPod.Endpoint) ?? RunPodOptions.DefaultEndpoint,
            },
            clock, fetch);
    }

    // Relative paths are put behind it, so it ends with a slash.
    private static Uri? Address(string? text) => text is null ? null : new Uri(text.EndsWith('/') ? text : text + "/");

    private static IImageGenerator Named(string section, Func<IImageGenerator> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new StartException($"Vitrine:{section} is wrong: {error.Message}", error);
        }
    }
}
