namespace Vitrine.Core.Control;

public interface IProjectStore
{
    /// <returns>False where a project of that slug exists; it stays as it is.</returns>
    Task<bool> CreateProjectAsync(Project project, CancellationToken cancellationToken);

    /// <summary>In the order of their slugs.</summary>
    Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken);

    /// <summary>Replaces name, time zone and whether it is archived.</summary>
    Task<bool> UpdateProjectAsync(Project project, CancellationToken cancellationToken);

    /// <summary>Removes a project with its keys, views, panels and roles. What the audit log says of it stays.</summary>
    Task<bool> DeleteProjectAsync(string slug, CancellationToken cancellationToken);
}

/// <summary>What belongs to no one project's facts: projects, accounts, sessions, keys, views, the audit log. Small and seldom written; thread-safe.</summary>
public interface IControlStore : IProjectStore, IAccountStore, ISessionStore, IKeyStore, IViewStore, IAuditStore, IAsyncDisposable
{
    int SchemaVersion { get; }
}
