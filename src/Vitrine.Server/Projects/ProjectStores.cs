using System.Collections.Concurrent;
using NodaTime;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Projects;

/// <summary>Opens the store in a project's folder.</summary>
public delegate Task<IFactStore> OpenFactStore(Project project, string folder, CancellationToken cancellationToken);

/// <summary>How the making or the deleting of a project ended.</summary>
internal enum ProjectOutcome
{
    Done,

    /// <summary>There is no such project.</summary>
    Missing,

    /// <summary>There is such a project already.</summary>
    Exists,

    /// <summary>A folder of that name is there and belongs to no project.</summary>
    FolderExists,

    /// <summary>It is the only one left.</summary>
    IsLast,
}

/// <summary>
/// The projects of the control store, each opened before the server takes its first request, or when it is made, and closed after the last request or
/// when it is deleted. The control store's row decides whether a project is: a row without a folder gets one, and a folder is removed only where the
/// control store has noted that its project was deleted.
/// </summary>
internal sealed partial class ProjectStores(DataFolder data, IProjectStore control, OpenFactStore open, IBlobStore blobs, ILogger<ProjectStores> logger)
    : IProjectStores, IHostedLifecycleService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OpenProject> projects = new(StringComparer.Ordinal);

    // One change at a time: a slug that is being deleted cannot be made anew meanwhile.
    private readonly SemaphoreSlim changing = new(1, 1);

    public IReadOnlyCollection<string> Slugs => [.. projects.Keys.Order(StringComparer.Ordinal)];

    public Project? Find(string slug) => projects.GetValueOrDefault(slug)?.Project;

    public ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken) =>
        new(projects.GetValueOrDefault(slug)?.Store ?? throw new ProjectGoneException(slug));

    public Task<ProjectOutcome> CreateAsync(Project project, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if ((await control.ListRemovedProjectsAsync(CancellationToken.None)).Contains(project.Slug)) await RemoveFolderAsync(project.Slug);
            if (Find(project.Slug) is not null) return ProjectOutcome.Exists;
            if (Directory.Exists(data.ProjectFolder(project.Slug))) return ProjectOutcome.FolderExists;
            if (!await control.CreateProjectAsync(project, CancellationToken.None)) return ProjectOutcome.Exists;
            try
            {
                await OpenAsync(project, CancellationToken.None);
                return ProjectOutcome.Done;
            }
            catch
            {
                if (await control.DeleteProjectAsync(project.Slug, CancellationToken.None)) await TryRemoveFolderAsync(project.Slug);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Changes name, time zone or whether it is archived.</summary>
    /// <param name="setsZone">True where a zone is named: then its hours are counted, unless they are.</param>
    /// <returns>The project before and after; null where there is none.</returns>
    public Task<(Project Before, Project After)?> ChangeAsync(string slug, Func<Project, Project> change, bool setsZone, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (!projects.TryGetValue(slug, out var current)) return default((Project, Project)?);
            var changed = change(current.Project);
            // Before the zone is written down: with any hours every zone is answered exactly, and one that is named again finds them done.
            if (setsZone) await current.Store.SetTimeZoneAsync(ZoneOf(changed), CancellationToken.None);
            if (!await control.UpdateProjectAsync(changed, CancellationToken.None)) return null;
            projects[slug] = current with { Project = changed };
            return (current.Project, changed);
        },
        cancellationToken);

    /// <summary>Removes a project and everything of it. To requests it is gone at once; one that its store has not answered yet learns that.</summary>
    public Task<ProjectOutcome> DeleteAsync(string slug, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (!projects.TryGetValue(slug, out var project)) return ProjectOutcome.Missing;
            if (projects.Count == 1) return ProjectOutcome.IsLast;
            await control.DeleteProjectAsync(slug, CancellationToken.None);
            projects.TryRemove(slug, out _);
            await project.Store.DisposeAsync();
            await TryRemoveFolderAsync(slug);
            return ProjectOutcome.Done;
        },
        cancellationToken);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var slug in await control.ListRemovedProjectsAsync(cancellationToken)) await TryRemoveFolderAsync(slug);
            foreach (var project in await control.ListProjectsAsync(cancellationToken)) await OpenAsync(project, cancellationToken);
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
        changing.Dispose();
    }

    // The token ends the waiting: what has begun is done, also where its caller is gone.
    private async Task<T> AloneAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await changing.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task OpenAsync(Project project, CancellationToken cancellationToken)
    {
        _ = ZoneOf(project);
        var folder = data.ProjectFolder(project.Slug);
        Directory.CreateDirectory(folder);
        projects[project.Slug] = new OpenProject(project, await open(project, folder, cancellationToken));
    }

    private async Task TryRemoveFolderAsync(string slug)
    {
        try
        {
            await RemoveFolderAsync(slug);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogFolderLeft(logger, error, data.ProjectFolder(slug), slug);
        }
    }

    private async Task RemoveFolderAsync(string slug)
    {
        var folder = data.ProjectFolder(slug);
        await blobs.DeleteProjectAsync(slug, CancellationToken.None);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        await control.ForgetRemovedProjectAsync(slug, CancellationToken.None);
    }

    private static DateTimeZone ZoneOf(Project project) =>
        project.Zone() ?? throw new StartException($"The project '{project.Slug}' has the time zone '{project.TimeZone}', which this version does not know.");

    [LoggerMessage(LogLevel.Warning, "{Folder} or pictures of the deleted project {Slug} could not be removed; the next start tries again")]
    private static partial void LogFolderLeft(ILogger logger, Exception error, string folder, string slug);

    private sealed record OpenProject(Project Project, IFactStore Store);
}
