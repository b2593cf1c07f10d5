using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore : IPictureIndex
{
    private const string PictureColumns = "picture.bucket, picture.hash, format, length, width, height, frames, colour, created_at, whole, crc32";

    /// <inheritdoc />
    public async Task<bool> AddPictureAsync(PictureRecord picture, PictureOwner owner, CancellationToken cancellationToken)
    {
        var isAdded = false;
        await TransactAsync(
            () =>
            {
                isAdded = IsThere(owner);
                if (!isAdded) return;
                var info = picture.Info;
                connection.Prepare("""
                    insert into picture (bucket, hash, format, length, width, height, frames, colour, created_at, whole, crc32)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                    on conflict (bucket, hash) do update set whole = 1, crc32 = coalesce(crc32, excluded.crc32) where excluded.whole
                    """).Bind(1, (long)picture.Bucket).BindBlob(2, picture.Hash.ToArray()).Bind(3, (long)info.Format).Bind(4, picture.Length).Bind(5, info.Width)
                    .Bind(6, info.Height).Bind(7, info.Frames).Bind(8, picture.Colour).Bind(9, picture.CreatedAt).Bind(10, picture.IsWhole ? 1 : 0).Bind(11, picture.Crc32).Run();
                connection.Prepare("insert into picture_use (owner_kind, owner_id, bucket, hash) values (?1, ?2, ?3, ?4) on conflict do nothing")
                    .Bind(1, (long)owner.Kind).Bind(2, owner.Id).Bind(3, (long)picture.Bucket).BindBlob(4, picture.Hash.ToArray()).Run();
            },
            cancellationToken);
        return isAdded;
    }

    /// <inheritdoc />
    public Task<PictureRecord?> FindPictureAsync(Bucket bucket, BlobHash hash, CancellationToken cancellationToken) => readers.RunAsync(
        snapshot => ReadPictures(snapshot.Connection.Prepare($"select {PictureColumns} from picture where bucket = ?1 and hash = ?2")
            .Bind(1, (long)bucket).BindBlob(2, hash.ToArray())).SingleOrDefault(),
        cancellationToken);

    /// <inheritdoc />
    public Task NotePreparedAsync(Bucket bucket, BlobHash hash, string colour, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("update picture set colour = ?3 where bucket = ?1 and hash = ?2")
            .Bind(1, (long)bucket).BindBlob(2, hash.ToArray()).Bind(3, colour).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task NoteChecksumAsync(Bucket bucket, BlobHash hash, uint crc32, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("update picture set crc32 = ?3 where bucket = ?1 and hash = ?2")
            .Bind(1, (long)bucket).BindBlob(2, hash.ToArray()).Bind(3, crc32).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<PictureRecord>> ListUnpreparedAsync(int limit, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<PictureRecord>>(
        snapshot => ReadPictures(snapshot.Connection.Prepare($"select {PictureColumns} from picture where colour is null order by created_at limit ?1").Bind(1, limit)),
        cancellationToken);

    /// <inheritdoc />
    public Task<ILookup<PictureOwner, PictureRecord>> FindPicturesOfAsync(IReadOnlyCollection<PictureOwner> owners, CancellationToken cancellationToken) =>
        readers.RunAsync(
            snapshot => owners.SelectMany(owner => PicturesOf(snapshot.Connection, owner), (owner, picture) => (owner, picture)).ToLookup(pair => pair.owner, pair => pair.picture),
            cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<PictureRecord>> RemoveOwnerAsync(PictureOwner owner, CancellationToken cancellationToken)
    {
        var removed = new List<PictureRecord>();
        await TransactAsync(() => removed.AddRange(RemoveUses(owner)), cancellationToken);
        return removed;
    }

    /// <inheritdoc />
    public async Task<PictureRecord?> RemoveUseAsync(Bucket bucket, BlobHash hash, PictureOwner owner, CancellationToken cancellationToken)
    {
        PictureRecord? removed = null;
        await TransactAsync(() => removed = RemoveUse(bucket, hash, owner), cancellationToken);
        return removed;
    }

    // Facts come after their picture; what people made may be gone before it.
    private bool IsThere(PictureOwner owner)
    {
        var table = owner.Kind switch
        {
            PictureOwnerKind.Persona => "persona",
            PictureOwnerKind.Dataset or PictureOwnerKind.Logo => "dataset",
            _ => null,
        };
        if (table is null) return true;
        var select = connection.Prepare($"select 1 from {table} where id = ?1").Bind(1, owner.Id);
        var isThere = select.Step();
        select.Reset();
        return isThere;
    }

    private List<PictureRecord> RemoveUses(PictureOwner owner) =>
        [.. PicturesOf(connection, owner).Select(picture => RemoveUse(picture.Bucket, picture.Hash, owner)).OfType<PictureRecord>()];

    private PictureRecord? RemoveUse(Bucket bucket, BlobHash hash, PictureOwner owner)
    {
        connection.Prepare("delete from picture_use where owner_kind = ?1 and owner_id = ?2 and bucket = ?3 and hash = ?4")
            .Bind(1, (long)owner.Kind).Bind(2, owner.Id).Bind(3, (long)bucket).BindBlob(4, hash.ToArray()).Run();
        if (connection.Changes == 0) return null;
        return ReadPictures(connection.Prepare($"""
            delete from picture where bucket = ?1 and hash = ?2
                and not exists (select 1 from picture_use where picture_use.bucket = ?1 and picture_use.hash = ?2)
            returning {PictureColumns.Replace("picture.", "", StringComparison.Ordinal)}
            """).Bind(1, (long)bucket).BindBlob(2, hash.ToArray())).SingleOrDefault();
    }

    private static List<PictureRecord> PicturesOf(SqliteConnection from, PictureOwner owner) => ReadPictures(from.Prepare($"""
        select {PictureColumns} from picture_use join picture using (bucket, hash)
        where owner_kind = ?1 and owner_id = ?2 order by picture_use.id
        """).Bind(1, (long)owner.Kind).Bind(2, owner.Id));

    private static List<PictureRecord> ReadPictures(SqliteStatement rows)
    {
        var pictures = new List<PictureRecord>();
        while (rows.Step())
        {
            var info = new PictureInfo((PictureFormat)rows.Int(2), rows.Int(4), rows.Int(5), rows.Int(6));
            pictures.Add(new PictureRecord((Bucket)rows.Int(0), new BlobHash(rows.Bytes(1)), info, rows.Long(3), rows.Long(8), rows.Text(7), rows.Int(9) != 0, (uint?)rows.NullableLong(10)));
        }
        rows.Reset();
        return pictures;
    }
}
