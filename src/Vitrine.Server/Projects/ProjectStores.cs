using System.Collections.Concurrent;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Projects;

/// <summary>Opens the store in a project's folder.</summary>
public delegate Task<IFactStore> OpenFactStore(string folder, CancellationToken cancellationToken);

/// <summary>The projects of the control store, each opened before the server takes its first request and closed after its last.</summary>
internal sealed class ProjectStores(DataFolder data, IProjectStore control, OpenFactStore open) : IProjectStores, IHostedLifecycleService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OpenProject> projects = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Slugs => [.. projects.Keys.Order(StringComparer.Ordinal)];

    public Project? Find(string slug) => projects.GetValueOrDefault(slug)?.Project;

    public ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken) =>
        new(projects.GetValueOrDefault(slug)?.Store ?? throw new ArgumentException($"There is no project '{slug}'.", nameof(slug)));

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var project in await control.ListProjectsAsync(cancellationToken))
            {
                var folder = data.ProjectFolder(project.Slug);
                Directory.CreateDirectory(folder);
                projects[project.Slug] = new OpenProject(project, await open(folder, cancellationToken));
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
        foreach (var slug in projects.Keys)
        {
            if (projects.TryRemove(slug, out var project)) await project.Store.DisposeAsync();
        }
    }

    private sealed record OpenProject(Project Project, IFactStore Store);
}
