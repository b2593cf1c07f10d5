using Vitrine.Core.Blobs;

namespace Vitrine.Core.Pictures;

/// <summary>What kind of thing shows a picture.</summary>
public enum PictureOwnerKind : byte
{
    /// <summary>An image fact.</summary>
    Image = 1,

    Persona = 2,

    /// <summary>A reference image of a dataset.</summary>
    Dataset = 3,

    /// <summary>The logo of a dataset.</summary>
    Logo = 4,

    /// <summary>A job that is not an image yet.</summary>
    Job = 5,

    /// <summary>A call of an app's API: a request image.</summary>
    ApiCall = 6,

    /// <summary>An image known by its URL alone: its preview, and with Media:Mirror its full picture.</summary>
    Preview = 7,
}

/// <summary>Who shows a picture.</summary>
/// <param name="Id">As the owner is called: a fact's, a persona's, a job's id.</param>
public readonly record struct PictureOwner(PictureOwnerKind Kind, string Id);

/// <summary>A picture of which something is stored.</summary>
/// <param name="Length">Of the original, in bytes.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch.</param>
/// <param name="Colour">The colour that most of it has, as <c>#rrggbb</c>; null until its thumbnails are made, empty where it cannot be decoded.</param>
/// <param name="IsWhole">False where the original is elsewhere and only its thumbnails are here. What was whole once stays so.</param>
/// <param name="Crc32">Of the original; null where nobody has worked it out.</param>
public sealed record PictureRecord(Bucket Bucket, BlobHash Hash, PictureInfo Info, long Length, long CreatedAt, string? Colour = null, bool IsWhole = true, uint? Crc32 = null);

/// <summary>
/// Which pictures a project has, and who shows them. Bytes come before their row and go after it, so a row without bytes cannot be; the keeper of both orders that.
/// All members are thread-safe.
/// </summary>
public interface IPictureIndex
{
    /// <summary>Notes a picture and one who shows it, once however often it is said.</summary>
    /// <returns>False where the persona or dataset that was to show it is not there; nothing is noted.</returns>
    Task<bool> AddPictureAsync(PictureRecord picture, PictureOwner owner, CancellationToken cancellationToken);

    Task<PictureRecord?> FindPictureAsync(Bucket bucket, BlobHash hash, CancellationToken cancellationToken);

    /// <summary>Notes that the thumbnails are there, and the colour that was seen with them.</summary>
    Task NotePreparedAsync(Bucket bucket, BlobHash hash, string colour, CancellationToken cancellationToken);

    /// <summary>Notes the checksum of an original.</summary>
    Task NoteChecksumAsync(Bucket bucket, BlobHash hash, uint crc32, CancellationToken cancellationToken);

    /// <summary>Pictures that still have no thumbnails, at most so many.</summary>
    Task<IReadOnlyList<PictureRecord>> ListUnpreparedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The pictures that each of some owners shows, the first noted first.</summary>
    Task<ILookup<PictureOwner, PictureRecord>> FindPicturesOfAsync(IReadOnlyCollection<PictureOwner> owners, CancellationToken cancellationToken);

    /// <summary>An owner shows nothing any more.</summary>
    /// <returns>The pictures that nobody shows now; their rows are gone, and their bytes may go.</returns>
    Task<IReadOnlyList<PictureRecord>> RemoveOwnerAsync(PictureOwner owner, CancellationToken cancellationToken);

    /// <summary>An owner shows one picture less.</summary>
    /// <returns>The picture, where nobody shows it now; its row is gone, and its bytes may go.</returns>
    Task<PictureRecord?> RemoveUseAsync(Bucket bucket, BlobHash hash, PictureOwner owner, CancellationToken cancellationToken);
}
