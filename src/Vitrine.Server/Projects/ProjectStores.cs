using Vitrine.Core.Stores;

namespace Vitrine.Server.Projects;

/// <summary>Opens the store in a project's folder.</summary>
public delegate Task<IFactStore> OpenFactStore(string folder, CancellationToken cancellationToken);

/// <summary>The <c>default</c> project, opened before the server takes its first request and closed after its last.</summary>
internal sealed class ProjectStores(DataFolder data, OpenFactStore open) : IProjectStores, IHostedLifecycleService, IAsyncDisposable
{
    public const string Default = "default";

    private IFactStore? store;

    public bool Exists(string slug) => slug == Default;

    public ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken)
    {
        if (!Exists(slug)) throw new ArgumentException($"There is no project '{slug}'.", nameof(slug));
        return new(store ?? throw new InvalidOperationException("The stores open with the server."));
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var folder = data.ProjectFolder(Default);
        Directory.CreateDirectory(folder);
        store = await open(folder, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref store, null) is { } open) await open.DisposeAsync();
    }
}
