using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;

namespace Vitrine.Server.Pictures;

/// <summary>
/// Stores pictures and lets them go. Bytes come before the row that names them and go after it, each under the picture's lock: a crash in between leaves bytes
/// without a row, which the sweep removes, and never a row without bytes.
/// </summary>
internal sealed class PictureKeeper(IBlobStore blobs, IPictureReader reader, PictureLocks locks, PicturePreparation preparation, TimeProvider clock)
{
    /// <summary>Stores a picture that is trusted as far as its header: what made it was asked for it. Its thumbnails follow in the background.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    public async Task<PictureRecord> KeepAsync(
        string project, IPictureIndex index, Bucket bucket, ReadOnlyMemory<byte> bytes, PictureOwner owner, CancellationToken cancellationToken)
    {
        var info = await reader.MeasureAsync(bytes, cancellationToken);
        var kept = await StoreAsync(project, index, bucket, bytes, owner, info, null, cancellationToken);
        preparation.Wake();
        return kept;
    }

    /// <summary>Stores a picture from outside, once all of it was decoded.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    public async Task<PictureRecord> KeepDecodedAsync(
        string project, IPictureIndex index, Bucket bucket, ReadOnlyMemory<byte> bytes, PictureOwner owner, CancellationToken cancellationToken)
    {
        var prepared = await reader.PrepareAsync(bytes, cancellationToken);
        return await StoreAsync(project, index, bucket, bytes, owner, prepared.Info, prepared, cancellationToken);
    }

    /// <summary>Keeps the thumbnails of a picture that is elsewhere, and its bytes as well if wanted. What the owner showed before goes, as the address has another picture now.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    public async Task KeepPreviewAsync(
        string project, IPictureIndex index, ReadOnlyMemory<byte> bytes, PictureOwner owner, bool isWhole, CancellationToken cancellationToken)
    {
        var before = (await index.FindPicturesOfAsync([owner], cancellationToken))[owner].ToList();
        var prepared = await reader.PrepareAsync(bytes, cancellationToken);
        var kept = await StoreAsync(project, index, Bucket.GeneratedImages, bytes, owner, prepared.Info, prepared, cancellationToken, isWhole);
        foreach (var old in before.Where(old => old.Hash != kept.Hash)) await ReleaseOneAsync(project, index, old, owner, cancellationToken);
    }

    /// <summary>An owner is gone; with it go the pictures that nobody else shows.</summary>
    public async Task ReleaseAsync(string project, IPictureIndex index, PictureOwner owner, CancellationToken cancellationToken)
    {
        foreach (var gone in await index.RemoveOwnerAsync(owner, cancellationToken))
            await DeleteUnusedAsync(new BlobKey(project, gone.Bucket, gone.Hash), index, cancellationToken);
    }

    /// <summary>An owner shows a picture no more.</summary>
    public async Task ReleaseOneAsync(string project, IPictureIndex index, PictureRecord picture, PictureOwner owner, CancellationToken cancellationToken)
    {
        if (await index.RemoveUseAsync(picture.Bucket, picture.Hash, owner, cancellationToken) is { } gone)
            await DeleteUnusedAsync(new BlobKey(project, gone.Bucket, gone.Hash), index, cancellationToken);
    }

    /// <summary>Removes the bytes of a picture unless somebody shows it after all.</summary>
    /// <returns>True where they are gone.</returns>
    public async Task<bool> DeleteUnusedAsync(BlobKey picture, IPictureIndex index, CancellationToken cancellationToken)
    {
        using var held = await locks.EnterAsync(picture, cancellationToken);
        if (await index.FindPictureAsync(picture.Bucket, picture.Hash, cancellationToken) is not null) return false;
        foreach (var variant in Enum.GetValues<BlobVariant>()) await blobs.DeleteAsync(picture with { Variant = variant }, cancellationToken);
        return true;
    }

    private async Task<PictureRecord> StoreAsync(
        string project, IPictureIndex index, Bucket bucket, ReadOnlyMemory<byte> bytes, PictureOwner owner, PictureInfo info, PreparedPicture? prepared,
        CancellationToken cancellationToken, bool isWhole = true)
    {
        var key = new BlobKey(project, bucket, BlobHash.Of(bytes.Span));
        var picture = new PictureRecord(bucket, key.Hash, info, bytes.Length, FactTime.Now(clock), prepared?.Colour, isWhole, isWhole ? Crc32.Of(bytes.Span) : null);
        using var held = await locks.EnterAsync(key, cancellationToken);
        if (isWhole) await blobs.PutAsync(key, bytes, cancellationToken);
        if (prepared is not null) await PicturePreparation.StoreAsync(blobs, key, prepared, cancellationToken);
        // Gone while the picture was decoded; the sweep takes the bytes.
        if (!await index.AddPictureAsync(picture, owner, cancellationToken)) throw new PictureRefusedException(PictureRefusals.OwnerGone, "What was to show it is not there any more.");
        return picture;
    }
}
