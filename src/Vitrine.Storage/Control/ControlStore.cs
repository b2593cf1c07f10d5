using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

/// <summary>What is not one project's: the projects themselves, in <c>control.db</c> of the data folder. Small and seldom written; thread-safe.</summary>
public sealed class ControlStore : IDisposable
{
    private const string Columns = "slug, name, time_zone, created_at";

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    private ControlStore(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the file, brings it to the newest schema, and makes the default project where there is none.</summary>
    /// <exception cref="NewerSchemaException">A newer Vitrine wrote the file.</exception>
    public static ControlStore Open(string folder, TimeProvider clock)
    {
        var opened = SqliteConnection.Open(Path.Combine(folder, "control.db"));
        try
        {
            opened.Execute("pragma journal_mode = wal; pragma synchronous = full");
            SqliteMigrator.Migrate(opened, "Control");
            var store = new ControlStore(opened);
            store.CreateProject(new Project(Project.DefaultSlug, "Default", "Etc/UTC", FactTime.Now(clock)));
            return store;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <returns>False where a project of that slug exists; it stays as it is.</returns>
    public bool CreateProject(Project project)
    {
        if (!Project.IsSlug(project.Slug)) throw new ArgumentException($"\"{project.Slug}\" is not a slug.", nameof(project));
        lock (gate)
        {
            connection.Prepare($"insert into project ({Columns}) values (?, ?, ?, ?) on conflict do nothing")
                .Bind(1, project.Slug).Bind(2, project.Name).Bind(3, project.TimeZone).Bind(4, project.CreatedAt).Run();
            return connection.Changes == 1;
        }
    }

    /// <summary>In the order of their slugs.</summary>
    public IReadOnlyList<Project> ListProjects()
    {
        lock (gate)
        {
            var statement = connection.Prepare($"select {Columns} from project order by slug");
            var projects = new List<Project>();
            while (statement.Step()) projects.Add(Read(statement));
            statement.Reset();
            return projects;
        }
    }

    public Project? FindProject(string slug)
    {
        lock (gate)
        {
            var statement = connection.Prepare($"select {Columns} from project where slug = ?").Bind(1, slug);
            var project = statement.Step() ? Read(statement) : null;
            statement.Reset();
            return project;
        }
    }

    public void Dispose()
    {
        lock (gate) connection.Dispose();
    }

    private static Project Read(SqliteStatement row) => new(row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Long(3));
}
