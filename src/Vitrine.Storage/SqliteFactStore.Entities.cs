using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore
{
    private const string PersonaColumns = "id, name, picture_url, created_at";
    private const string DatasetColumns = "id, name, brand, vibe, logo, reference_images, unique_visual_elements, created_at";

    /// <inheritdoc />
    public Task PutPersonaAsync(Persona persona, CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            connection.Prepare("""
                insert into persona (id, name, named_at, picture_url, created_at) values (?1, ?2, ?3, ?4, ?5)
                on conflict (id) do update set name = excluded.name, named_at = excluded.named_at, picture_url = excluded.picture_url
                """).Bind(1, persona.Id).Bind(2, persona.Name).Bind(3, FactTime.Now(clock)).Bind(4, persona.PictureUrl).Bind(5, persona.CreatedAt)
                .Run();
            facts.ForgetNames();
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<Persona?> FindPersonaAsync(string id, CancellationToken cancellationToken) =>
        FindRowAsync($"select {PersonaColumns} from persona where id = ?1", id, ReadPersona, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Persona>> ListPersonasAsync(CancellationToken cancellationToken) =>
        ListRowsAsync($"select {PersonaColumns} from persona order by name is null, name, id", ReadPersona, cancellationToken);

    /// <inheritdoc />
    public Task<bool> DeletePersonaAsync(string id, CancellationToken cancellationToken) => DeleteAsync(
        () =>
        {
            connection.Prepare("delete from persona where id = ?1").Bind(1, id).Run();
            var existed = connection.Changes == 1;
            RemoveUses(new PictureOwner(PictureOwnerKind.Persona, id));
            facts.ForgetNames();
            return existed;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task PutDatasetAsync(Dataset dataset, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare($"""
            insert into dataset ({DatasetColumns})
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            on conflict (id) do update set name = excluded.name, brand = excluded.brand, vibe = excluded.vibe, logo = excluded.logo,
                reference_images = excluded.reference_images, unique_visual_elements = excluded.unique_visual_elements
            """).Bind(1, dataset.Id).Bind(2, dataset.Name).Bind(3, dataset.Brand).Bind(4, dataset.Vibe).Bind(5, dataset.Logo)
            .Bind(6, dataset.ReferenceImages).Bind(7, dataset.UniqueVisualElements).Bind(8, dataset.CreatedAt).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task<Dataset?> FindDatasetAsync(string id, CancellationToken cancellationToken) =>
        FindRowAsync($"select {DatasetColumns} from dataset where id = ?1", id, ReadDataset, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Dataset>> ListDatasetsAsync(CancellationToken cancellationToken) =>
        ListRowsAsync($"select {DatasetColumns} from dataset order by name, id", ReadDataset, cancellationToken);

    /// <inheritdoc />
    public Task<bool> DeleteDatasetAsync(string id, CancellationToken cancellationToken) => DeleteAsync(
        () =>
        {
            connection.Prepare("delete from dataset where id = ?1").Bind(1, id).Run();
            if (connection.Changes == 0) return false;
            RemoveUses(new PictureOwner(PictureOwnerKind.Dataset, id));
            RemoveUses(new PictureOwner(PictureOwnerKind.Logo, id));
            connection.Prepare("insert or replace into deleted_dataset (id, deleted_at) values (?1, ?2)").Bind(1, id).Bind(2, FactTime.Now(clock)).Run();
            return true;
        },
        cancellationToken);

    private static Persona ReadPersona(SqliteStatement row) => new(row.Text(0)!, row.Text(1), row.Text(2), row.Long(3));

    private static Dataset ReadDataset(SqliteStatement row) =>
        new(row.Text(0)!, row.Text(1)!, row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Long(7));

    private async Task<bool> DeleteAsync(Func<bool> delete, CancellationToken cancellationToken)
    {
        var existed = false;
        await TransactAsync(() => existed = delete(), cancellationToken);
        return existed;
    }

    private Task<IReadOnlyList<T>> ListRowsAsync<T>(
        string sql, Func<SqliteStatement, T> convert, CancellationToken cancellationToken, Action<SqliteStatement>? bind = null) => readers.RunAsync<IReadOnlyList<T>>(
        snapshot =>
        {
            var select = snapshot.Connection.Prepare(sql);
            bind?.Invoke(select);
            var rows = new List<T>();
            while (select.Step()) rows.Add(convert(select));
            select.Reset();
            return rows;
        },
        cancellationToken);

    private Task<T?> FindRowAsync<T>(string sql, string id, Func<SqliteStatement, T> convert, CancellationToken cancellationToken)
        where T : class => readers.RunAsync(
            snapshot =>
            {
                var select = snapshot.Connection.Prepare(sql).Bind(1, id);
                var found = select.Step() ? convert(select) : null;
                select.Reset();
                return found;
            },
            cancellationToken);
}
