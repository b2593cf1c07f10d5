using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    public Task<bool> CreateProjectAsync(Project project, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult(Insert(project));
    }

    public Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken) =>
        ListAsync("select slug, name, time_zone, created_at, archived_at from project order by slug", ReadProject);

    public async Task<bool> UpdateProjectAsync(Project project, CancellationToken cancellationToken) =>
        await ChangeAsync("update project set name = ?, time_zone = ?, archived_at = ? where slug = ?", statement => statement
            .Bind(1, project.Name).Bind(2, project.TimeZone).Bind(3, project.ArchivedAt).Bind(4, project.Slug)) == 1;

    public Task<bool> DeleteProjectAsync(string slug, CancellationToken cancellationToken) => TransactAsync(() =>
    {
        foreach (var table in (string[])["role_grant", "session", "api_key", "saved_view"])
            Change($"delete from {table} where project = ?", statement => statement.Bind(1, slug));
        return Change("delete from project where slug = ?", statement => statement.Bind(1, slug)) == 1;
    });

    private bool Insert(Project project)
    {
        if (!Project.IsSlug(project.Slug)) throw new ArgumentException($"\"{project.Slug}\" is not a slug.", nameof(project));
        return Change("insert into project (slug, name, time_zone, created_at, archived_at) values (?, ?, ?, ?, ?) on conflict do nothing", statement => statement
            .Bind(1, project.Slug).Bind(2, project.Name).Bind(3, project.TimeZone).Bind(4, project.CreatedAt).Bind(5, project.ArchivedAt)) == 1;
    }

    private static Project ReadProject(SqliteStatement row) => new(row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Long(3), row.NullableLong(4));
}
