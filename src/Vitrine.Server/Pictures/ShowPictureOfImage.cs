using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures.Elsewhere;

namespace Vitrine.Server.Pictures;

/// <summary><c>GET /api/v1/images/{id}/picture</c>: the picture of an image, for whoever may see the image; fetched where it is elsewhere, so that a browser asks nobody else.</summary>
internal static class ShowPictureOfImage
{
    public static async Task<IResult> HandleAsync(Reading reading, string id, PictureAnswers answers, ImagePreviews previews)
    {
        reading.Parameters.RefuseUnknown(name => name is "size" or "project", "size, project");
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var image = await store.FindAsync(FactKind.Image, id, reading.Aborted);
        if (image is null || !reading.MaySee(image.Text(FactSchema.UserId)) || store is not IPictureIndex index) return Problems.NotFound.With("There is no such image.");
        var (url, size) = (image.Text("image_url"), reading.Parameters.Text("size"));
        var picture = await FindAsync();
        if (picture is null || !await answers.HasAsync(reading.Project, picture, size, reading.Aborted))
        {
            var failure = ImagePreviews.AddressOf(url) is { } address ? await previews.ShowAsync(reading.Project, index, id, address, reading.Aborted) : NoPicture;
            // What is here already is better than nothing.
            if (failure is not null && picture is null) return failure;
            picture = await FindAsync();
        }
        return picture is null ? NoPicture : await answers.OfAsync(reading.Project, picture, size, PictureCaching.Never, reading.Aborted);

        Task<PictureRecord?> FindAsync() => ImagePictures.FindAsync(reading.Project, index, image, reading.Aborted);
    }

    private static Problem NoPicture => Problems.NotFound.With("No picture is stored for the image, and it has no address of one.");
}
