using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    private const string ViewColumns = "id, project, name, page, query, is_pinned, created_by, created_at, updated_at";

    public Task<IReadOnlyList<SavedView>> ListViewsAsync(string project, CancellationToken cancellationToken) =>
        ListAsync($"select {ViewColumns} from saved_view where project = ? order by name, id", ReadView, statement => statement.Bind(1, project));

    public async Task<SavedView?> FindViewAsync(string project, string id, CancellationToken cancellationToken) => (await ListAsync(
        $"select {ViewColumns} from saved_view where project = ? and id = ?", ReadView, statement => statement.Bind(1, project).Bind(2, id))).SingleOrDefault();

    public Task PutViewAsync(SavedView view, CancellationToken cancellationToken) =>
        ChangeAsync($"insert or replace into saved_view ({ViewColumns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)", statement => statement
            .Bind(1, view.Id).Bind(2, view.Project).Bind(3, view.Name).Bind(4, view.Page).Bind(5, view.Query).Bind(6, Number(view.IsPinned))
            .Bind(7, view.CreatedBy).Bind(8, view.CreatedAt).Bind(9, view.UpdatedAt));

    public async Task<bool> DeleteViewAsync(string project, string id, CancellationToken cancellationToken) =>
        await ChangeAsync("delete from saved_view where project = ? and id = ?", statement => statement.Bind(1, project).Bind(2, id)) == 1;

    private static SavedView ReadView(SqliteStatement row) => new(
        row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Text(3)!, row.Text(4)!, row.Int(5) != 0, row.Text(6)!, row.Long(7), row.Long(8));
}
