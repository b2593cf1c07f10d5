using Vitrine.Core.Pictures;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore : IFetchQueue
{
    /// <inheritdoc />
    public bool TakesNewImages
    {
        get => facts.QueuesPictures;
        set => facts.QueuesPictures = value;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<PictureFetch>> ListDueFetchesAsync(long now, int limit, CancellationToken cancellationToken) => ListRowsAsync(
        "select image_id, attempts, next_at, failure from image_fetch where next_at <= ?1 order by next_at limit ?2",
        row => new PictureFetch(FactIds.Read(row, 0), row.Int(1), row.Long(2), row.Text(3)),
        cancellationToken, statement => statement.Bind(1, now).Bind(2, limit));

    /// <inheritdoc />
    public Task NoteFetchAsync(PictureFetch fetch, CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            var update = connection.Prepare("update image_fetch set attempts = ?2, next_at = ?3, failure = ?4 where image_id = ?1");
            FactIds.Bind(update, 1, fetch.ImageId);
            update.Bind(2, fetch.Attempts).Bind(3, fetch.NextAt).Bind(4, fetch.Failure).Run();
        },
        cancellationToken);

    /// <inheritdoc />
    public Task RemoveFetchAsync(string imageId, CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            var delete = connection.Prepare("delete from image_fetch where image_id = ?1");
            FactIds.Bind(delete, 1, imageId);
            delete.Run();
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<FetchCounts> CountFetchesAsync(CancellationToken cancellationToken) => readers.RunAsync(
        snapshot =>
        {
            var select = snapshot.Connection.Prepare("select count(next_at), count(*) - count(next_at) from image_fetch");
            select.Step();
            var counts = new FetchCounts(select.Long(0), select.Long(1));
            select.Reset();
            return counts;
        },
        cancellationToken);
}
