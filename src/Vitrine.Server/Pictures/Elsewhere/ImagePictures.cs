using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>Which stored picture an image shows: its own, the one that its URL names if that is of this server, or what was kept of one from elsewhere.</summary>
internal static class ImagePictures
{
    private static readonly int Url = FactSchema.Image["image_url"].Index;

    public static async Task<PictureRecord?> FindAsync(string project, IPictureIndex index, FactRecord image, CancellationToken cancellationToken) =>
        (await FindAsync(project, index, [image], cancellationToken)).GetValueOrDefault(image.Id);

    /// <returns>By the images' ids; those without a picture are absent.</returns>
    public static async Task<IReadOnlyDictionary<string, PictureRecord>> FindAsync(
        string project, IPictureIndex index, IReadOnlyList<FactRecord> images, CancellationToken cancellationToken)
    {
        var stored = await index.FindPicturesOfAsync([.. images.SelectMany(image => new[] { Own(image), Preview(image) })], cancellationToken);
        var found = new Dictionary<string, PictureRecord>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var picture = stored[Own(image)].FirstOrDefault();
            if (picture is null && OwnAddress.Find(project, image.Text(Url)) is var (bucket, hash)) picture = await index.FindPictureAsync(bucket, hash, cancellationToken);
            picture ??= stored[Preview(image)].FirstOrDefault();
            if (picture is not null) found[image.Id] = picture;
        }
        return found;
    }

    private static PictureOwner Own(FactRecord image) => new(PictureOwnerKind.Image, image.Id);

    private static PictureOwner Preview(FactRecord image) => new(PictureOwnerKind.Preview, image.Id);
}
