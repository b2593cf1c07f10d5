using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Generation;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Providers;

/// <summary>A stored provider as far as it can be used.</summary>
/// <param name="Setup">Without a key where it must be entered again.</param>
/// <param name="Problem">Null where its generator is there, or the configuration's instead.</param>
internal sealed record StoredProvider(ProviderRecord Record, ProviderSetup Setup, string? Problem);

/// <summary>
/// The providers that admins set up while the server runs. Each change is stored first and takes effect then, for every request from that moment on; images that are
/// being made go on as they began. What the configuration sets up is not to be changed here.
/// </summary>
internal sealed partial class ProviderBook(
    IProviderStore store, ConfiguredProviders configured, GeneratorFactory factory, KeySeal seal, ImageGenerators generators, GenerationOptions options, TimeProvider clock,
    ILogger<ProviderBook> logger) : IHostedLifecycleService
{
    private const string KeyLost = "The key must be entered again: it was encrypted with another server's secret.";

    // One change at a time. The set is replaced whole.
    private readonly SemaphoreSlim changing = new(1, 1);
    private volatile FrozenDictionary<string, StoredProvider> stored = FrozenDictionary<string, StoredProvider>.Empty;

    public StoredProvider? Find(string provider) => stored.GetValueOrDefault(provider);

    public bool IsConfigured(string provider) => configured.Find(provider) is not null;

    /// <summary>What is told to the provider, by whom it is set up.</summary>
    public ProviderSetup Effective(string provider)
    {
        var (own, defaults) = (configured.Find(provider) ?? Find(provider)?.Setup, configured.Defaults(provider));
        return defaults with
        {
            Key = own?.Key,
            Model = own?.Model ?? defaults.Model,
            Endpoint = own?.Endpoint ?? defaults.Endpoint,
            EndpointId = own?.EndpointId ?? defaults.EndpointId,
            Template = own?.Template,
        };
    }

    /// <exception cref="StartException">The default provider is nowhere set up.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await store.ListProvidersAsync(cancellationToken)) Use(Open(record));
        // A key that is lost keeps only those requests from being made that need it.
        if (!generators.Has(options.DefaultProvider) && Find(options.DefaultProvider) is null)
            throw new StartException($"Vitrine:Generation:DefaultProvider is '{options.DefaultProvider}', which is none of those that are set up: {string.Join(", ", generators.Names)}.");
    }

    /// <summary>Sets up a provider, or changes what is named of it.</summary>
    public async Task<Problem?> PutAsync(string provider, ProviderRequest request, string actor)
    {
        await changing.WaitAsync(CancellationToken.None);
        try
        {
            if (IsConfigured(provider)) return Problems.ProviderConfigured.With($"The configuration sets up '{provider}', so it is changed there.");
            if (request.FindProblem(provider) is { } wrong) return wrong;
            var old = Find(provider)?.Setup ?? new ProviderSetup(provider);
            var setup = old with
            {
                Key = request.Key is { } key ? new ProviderKey(key) : old.Key,
                Model = Text(request.Model, old.Model),
                Endpoint = request.Endpoint is null ? old.Endpoint : ProviderSetup.Address(request.Endpoint is "" ? null : request.Endpoint),
                EndpointId = Text(request.EndpointId, old.EndpointId),
                Template = request.Template ?? old.Template,
            };
            // Else whoever may change the address could have the key sent there and so read it.
            if (request.Key is null && old.Key is not null && setup.Endpoint != old.Endpoint) return Problems.MissingField.With("With another endpoint the key is needed again.", "key");
            IImageGenerator generator;
            try
            {
                generator = factory.Make(setup);
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                // The parameter's name is nothing to those who ask.
                return Problems.InvalidValue.With(error.Message.Split(" (Parameter", 2)[0]);
            }
            var sealedKey = request.Key is { } text ? seal.Seal(provider, text) : Find(provider)?.Record.SealedKey;
            var record = new ProviderRecord(provider, sealedKey, setup.Model, setup.Endpoint?.AbsoluteUri, setup.EndpointId, setup.Template, FactTime.Now(clock), actor);
            await store.PutProviderAsync(record, CancellationToken.None);
            Note(new StoredProvider(record, setup, null));
            generators.Put(provider, generator);
            return null;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Forgets what was stored of a provider; what the configuration says of it stays.</summary>
    public async Task<Problem?> DeleteAsync(string provider)
    {
        await changing.WaitAsync(CancellationToken.None);
        try
        {
            if (Find(provider) is null) return Problems.NotFound.With($"'{provider}' is not set up here.", "name");
            if (provider == options.DefaultProvider && !IsConfigured(provider))
                return Problems.DefaultProvider.With($"Requests that name no provider need '{provider}' (Generation:DefaultProvider).");
            await store.DeleteProviderAsync(provider, CancellationToken.None);
            stored = stored.Where(pair => pair.Key != provider).ToFrozenDictionary(StringComparer.Ordinal);
            if (!IsConfigured(provider)) generators.Remove(provider);
            return null;
        }
        finally
        {
            changing.Release();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private StoredProvider Open(ProviderRecord record)
    {
        var key = record.SealedKey is { } box ? seal.Open(record.Name, box.Span) : null;
        var setup = new ProviderSetup(
            record.Name, key is null ? null : new ProviderKey(key), record.Model, ProviderSetup.Address(record.Endpoint), record.EndpointId, record.Template);
        return new StoredProvider(record, setup, record.SealedKey is not null && key is null ? KeyLost : null);
    }

    private void Use(StoredProvider provider)
    {
        var name = provider.Record.Name;
        if (provider.Problem is null && !IsConfigured(name))
        {
            try
            {
                generators.Put(name, factory.Make(provider.Setup));
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                provider = provider with { Problem = error.Message };
            }
        }
        if (provider.Problem is { } problem) LogUnusable(logger, name, problem);
        Note(provider);
    }

    private void Note(StoredProvider provider) =>
        stored = stored.Where(pair => pair.Key != provider.Record.Name).Append(KeyValuePair.Create(provider.Record.Name, provider)).ToFrozenDictionary(StringComparer.Ordinal);

    private static string? Text(string? asked, string? old) => asked is null ? old : asked.Length == 0 ? null : asked;

    [LoggerMessage(LogLevel.Warning, "The provider {Provider} is not set up: {Problem}")]
    private static partial void LogUnusable(ILogger logger, string provider, string problem);
}
