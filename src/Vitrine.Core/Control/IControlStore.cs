namespace Vitrine.Core.Control;

public interface IProjectStore
{
    /// <summary>Makes a project without keys, views, panels and roles.</summary>
    /// <returns>False where a project of that slug exists; it stays as it is.</returns>
    Task<bool> CreateProjectAsync(Project project, CancellationToken cancellationToken);

    /// <summary>In the order of their slugs.</summary>
    Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Replaces name, time zone and whether it is archived.</summary>
    Task<bool> UpdateProjectAsync(Project project, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a project with its keys, views, panels and roles, and notes that its facts are still to be removed. What the audit log says of it stays.
    /// </summary>
    Task<bool> DeleteProjectAsync(string slug, CancellationToken cancellationToken);

    /// <summary>Projects that were deleted and whose facts may still be there.</summary>
    Task<IReadOnlyList<string>> ListRemovedProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Notes that nothing of a deleted project is left.</summary>
    Task ForgetRemovedProjectAsync(string slug, CancellationToken cancellationToken);
}

/// <summary>What belongs to no one project's facts: projects, accounts, sessions, keys, views, the audit log, providers. Small and seldom written; thread-safe.</summary>
public interface IControlStore : IProjectStore, IAccountStore, ISessionStore, IKeyStore, IViewStore, IAuditStore, IProviderStore, IAsyncDisposable
{
    int SchemaVersion { get; }
}
