using Vitrine.Core.Stores;
using Vitrine.Storage.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Projects;

/// <summary>Opens the store in a project's folder.</summary>
public delegate Task<IFactStore> OpenFactStore(string folder, CancellationToken cancellationToken);

/// <summary>The projects of the control store, each opened before the server takes its first request and closed after its last.</summary>
internal sealed class ProjectStores(DataFolder data, OpenFactStore open, TimeProvider clock) : IProjectStores, IHostedLifecycleService, IAsyncDisposable
{
    public const string Default = Project.DefaultSlug;

    // Filled before the first request, and only read from then on.
    private readonly Dictionary<string, IFactStore> stores = new(StringComparer.Ordinal);
    private ControlStore? control;

    public IReadOnlyCollection<string> Slugs => stores.Keys;

    public bool Exists(string slug) => stores.ContainsKey(slug);

    public ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken)
    {
        if (control is null) throw new InvalidOperationException("The stores open with the server.");
        return new(stores.TryGetValue(slug, out var store) ? store : throw new ArgumentException($"There is no project '{slug}'.", nameof(slug)));
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            control = ControlStore.Open(data.Path, clock);
            foreach (var project in control.ListProjects())
            {
                var folder = data.ProjectFolder(project.Slug);
                Directory.CreateDirectory(folder);
                stores.Add(project.Slug, await open(folder, cancellationToken));
            }
        }
        catch (NewerSchemaException error)
        {
            throw new StartException(error.Message, error);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref control, null) is not { } opened) return;
        foreach (var store in stores.Values) await store.DisposeAsync();
        opened.Dispose();
    }
}
