using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore
{
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
    public Task<Persona?> FindPersonaAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        "select id, name, picture_url, created_at from persona where id = ?1", id,
        row => new Persona(row.Text(0)!, row.Text(1), row.Text(2), row.Long(3)), cancellationToken);

    /// <inheritdoc />
    public Task PutDatasetAsync(Dataset dataset, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("""
            insert into dataset (id, name, brand, vibe, logo, reference_images, unique_visual_elements, created_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            on conflict (id) do update set name = excluded.name, brand = excluded.brand, vibe = excluded.vibe, logo = excluded.logo,
                reference_images = excluded.reference_images, unique_visual_elements = excluded.unique_visual_elements
            """).Bind(1, dataset.Id).Bind(2, dataset.Name).Bind(3, dataset.Brand).Bind(4, dataset.Vibe).Bind(5, dataset.Logo)
            .Bind(6, dataset.ReferenceImages).Bind(7, dataset.UniqueVisualElements).Bind(8, dataset.CreatedAt).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task<Dataset?> FindDatasetAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        "select id, name, brand, vibe, logo, reference_images, unique_visual_elements, created_at from dataset where id = ?1", id,
        row => new Dataset(row.Text(0)!, row.Text(1)!, row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Long(7)),
        cancellationToken);

    /// <inheritdoc />
    public Task PutJobAsync(ImageJob job, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("""
            insert or replace into image_job
                (id, status, user_id, persona_id, dataset_id, provider, prompt, image_id, error, ext, created_at, updated_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """).Bind(1, job.Id).Bind(2, job.Status).Bind(3, job.UserId).Bind(4, job.PersonaId).Bind(5, job.DatasetId).Bind(6, job.Provider)
            .Bind(7, job.Prompt).Bind(8, job.ImageId).Bind(9, job.Error).Bind(10, job.Ext).Bind(11, job.CreatedAt).Bind(12, job.UpdatedAt).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task<ImageJob?> FindJobAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        """
        select id, status, user_id, persona_id, dataset_id, provider, prompt, image_id, error, ext, created_at, updated_at
        from image_job where id = ?1
        """, id,
        row => new ImageJob(
            row.Text(0)!, row.Text(1)!, row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), row.Text(9),
            row.Long(10), row.Long(11)),
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
