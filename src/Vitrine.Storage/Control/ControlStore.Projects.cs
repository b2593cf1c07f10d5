using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    private static readonly string[] OfProjects = ["role_grant", "session", "api_key", "saved_view"];

    public Task<bool> CreateProjectAsync(Project project, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        if (!Insert(project)) return false;
        // What was given for a project of that name in the moment it was deleted opens nothing of this one.
        RemoveWhatBelongsTo(project.Slug);
        return true;
    });

    public Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken) =>
        ListAsync("select slug, name, time_zone, created_at, archived_at from project order by slug", ReadProject);

    public async Task<bool> UpdateProjectAsync(Project project, CancellationToken cancellationToken) =>
        await ChangeAsync("update project set name = ?, time_zone = ?, archived_at = ? where slug = ?", statement => statement
            .Bind(1, project.Name).Bind(2, project.TimeZone).Bind(3, project.ArchivedAt).Bind(4, project.Slug)) == 1;

    public Task<bool> DeleteProjectAsync(string slug, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        RemoveWhatBelongsTo(slug);
        if (Change("delete from project where slug = ?", statement => statement.Bind(1, slug)) == 0) return false;
        Change("insert into removed_project (slug) values (?) on conflict do nothing", statement => statement.Bind(1, slug));
        return true;
    });

    public Task<IReadOnlyList<string>> ListRemovedProjectsAsync(CancellationToken cancellationToken) =>
        ListAsync("select slug from removed_project order by slug", row => row.Text(0)!);

    public Task ForgetRemovedProjectAsync(string slug, CancellationToken cancellationToken) =>
        ChangeAsync("delete from removed_project where slug = ?", statement => statement.Bind(1, slug));

    private void RemoveWhatBelongsTo(string slug)
    {
        foreach (var table in OfProjects) Change($"delete from {table} where project = ?", statement => statement.Bind(1, slug));
    }

    private bool Insert(Project project)
    {
        if (!Project.IsSlug(project.Slug)) throw new ArgumentException($"\"{project.Slug}\" is not a slug.", nameof(project));
        return Change("insert into project (slug, name, time_zone, created_at, archived_at) values (?, ?, ?, ?, ?) on conflict do nothing", statement => statement
            .Bind(1, project.Slug).Bind(2, project.Name).Bind(3, project.TimeZone).Bind(4, project.CreatedAt).Bind(5, project.ArchivedAt)) == 1;
    }

    private static Project ReadProject(SqliteStatement row) => new(row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Long(3), row.NullableLong(4));
}
