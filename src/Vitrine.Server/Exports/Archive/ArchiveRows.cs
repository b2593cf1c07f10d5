using System.Runtime.CompilerServices;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Pictures.Elsewhere;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Images page by page, each with its picture: of a list, newest first, or of some ids, in their order.</summary>
internal sealed class ArchiveRows(string project, IFactStore store, IPictureIndex index, IBlobStore blobs)
{
    private const int AtOnce = 200;

    public async IAsyncEnumerable<ArchiveRow> OfListAsync(FactListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(query with { Cursor = cursor, PerPage = AtOnce, CountTotal = false }, cancellationToken);
            foreach (var row in await WithPicturesAsync(page.Items, cancellationToken)) yield return row;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <param name="maySee">False for images of other users than the caller's.</param>
    public async IAsyncEnumerable<ArchiveRow> OfIdsAsync(IReadOnlyList<string> ids, Func<string?, bool> maySee, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            var image = await store.FindAsync(FactKind.Image, id, cancellationToken);
            if (image is null || !maySee(image.Text(FactSchema.UserId))) yield return new ArchiveRow(id, null, null, ArchiveGaps.NotFound);
            else yield return (await WithPicturesAsync([image], cancellationToken))[0];
        }
    }

    private async Task<IReadOnlyList<ArchiveRow>> WithPicturesAsync(IReadOnlyList<FactRecord> images, CancellationToken cancellationToken)
    {
        var pictures = await ImagePictures.FindAsync(project, index, images, cancellationToken);
        var rows = new List<ArchiveRow>(images.Count);
        foreach (var image in images) rows.Add(await RowAsync(image, pictures.GetValueOrDefault(image.Id), cancellationToken));
        return rows;
    }

    private async Task<ArchiveRow> RowAsync(FactRecord image, PictureRecord? picture, CancellationToken cancellationToken)
    {
        if (picture is not { IsWhole: true })
            return new ArchiveRow(image.Id, image, null, picture is not null || ImagePreviews.AddressOf(image.Text("image_url")) is not null ? ArchiveGaps.Elsewhere : ArchiveGaps.NoPicture);
        if (picture.Crc32 is null && await blobs.ReadAllAsync(new BlobKey(project, picture.Bucket, picture.Hash), cancellationToken) is { } bytes)
        {
            picture = picture with { Crc32 = Crc32.Of(bytes) };
            await index.NoteChecksumAsync(picture.Bucket, picture.Hash, picture.Crc32!.Value, cancellationToken);
        }
        return picture.Crc32 is null ? new ArchiveRow(image.Id, image, null, ArchiveGaps.Lost) : new ArchiveRow(image.Id, image, picture, null);
    }
}
