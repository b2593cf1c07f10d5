using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Generation;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.RunPod;
using Vitrine.Generation.Sketch;

namespace Vitrine.Server.Generation.Providers;

/// <summary>Makes generators, each with limits of its own.</summary>
internal sealed class GeneratorFactory(GenerationOptions options, ConfiguredProviders configured, IPictureReader pictures, PictureFetcher fetch, TimeProvider clock) : IDisposable
{
    // Nothing follows a redirect: the key would go along. How long an attempt takes is the generators' to decide. Sketch needs none, so a start without
    // providers does not pay for it.
    private readonly Lazy<HttpClient> http = new(() => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>Sketch, and what the configuration sets up.</summary>
    /// <exception cref="StartException">A setting is wrong; the message names it and repeats no key.</exception>
    public ImageGenerators MakeConfigured()
    {
        var made = new Dictionary<string, IImageGenerator>(StringComparer.Ordinal) { [SketchImageGenerator.ProviderName] = Limited(new SketchImageGenerator(pictures)) };
        foreach (var provider in ProviderSetup.Names)
        {
            if (configured.Find(provider) is { } setup) made[provider] = ConfiguredProviders.InSection(ConfiguredProviders.SectionOf(provider), () => Make(setup));
        }
        return new ImageGenerators(made);
    }

    /// <exception cref="FormatException">Something needed is missing.</exception>
    /// <exception cref="ArgumentException">Something cannot be used.</exception>
    public IImageGenerator Make(ProviderSetup setup)
    {
        var defaults = configured.Defaults(setup.Name);
        var endpoint = setup.Endpoint ?? defaults.Endpoint!;
        var model = setup.Model ?? defaults.Model;
        return Limited(setup.Name switch
        {
            GeminiImageGenerator.ProviderName => new GeminiImageGenerator(http.Value, new GeminiOptions { Key = Key(setup), Model = model!, Endpoint = endpoint }, clock),
            OpenAIImageGenerator.ProviderName => new OpenAIImageGenerator(http.Value, new OpenAIOptions { Key = Key(setup), Model = model!, Endpoint = endpoint }, clock, fetch),
            ComfyUIImageGenerator.ProviderName => new ComfyUIImageGenerator(
                http.Value, new ComfyUIOptions { Workflow = Needed(setup.Template, "A workflow"), Model = model, Endpoint = endpoint }, clock),
            RunPodImageGenerator.ProviderName => new RunPodImageGenerator(
                http.Value,
                new RunPodOptions
                {
                    Key = Key(setup), EndpointId = Needed(setup.EndpointId ?? defaults.EndpointId, "The id of an endpoint"), Input = Needed(setup.Template, "The worker's input"),
                    Model = model, Endpoint = endpoint,
                },
                clock, fetch),
            _ => throw new ArgumentOutOfRangeException(nameof(setup), setup.Name, "Not a provider that can be set up."),
        });
    }

    public void Dispose()
    {
        if (http.IsValueCreated) http.Value.Dispose();
    }

    private static ProviderKey Key(ProviderSetup setup) => setup.Key ?? throw new FormatException("A key is needed.");

    private static string Needed(string? value, string what) => value is { Length: > 0 } ? value : throw new FormatException($"{what} is needed.");

    private ResilientImageGenerator Limited(IImageGenerator generator) => new(
        generator,
        new ResilienceOptions { AttemptTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds), MaxRetries = options.Retries, Concurrency = options.Concurrency },
        clock);
}
