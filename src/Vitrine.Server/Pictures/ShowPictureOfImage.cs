using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

/// <summary><c>GET /api/v1/images/{id}/picture</c>: the stored picture of an image, for whoever may see the image.</summary>
internal static class ShowPictureOfImage
{
    public static async Task<IResult> HandleAsync(Reading reading, string id, PictureAnswers answers)
    {
        reading.Parameters.RefuseUnknown(name => name is "size" or "project", "size, project");
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var image = await store.FindAsync(FactKind.Image, id, reading.Aborted);
        if (image is null || !reading.MaySee(image.Text(FactSchema.UserId)) || store is not IPictureIndex index) return Problems.NotFound.With("There is no such image.");
        var owner = new PictureOwner(PictureOwnerKind.Image, id);
        return (await index.FindPicturesOfAsync([owner], reading.Aborted))[owner].FirstOrDefault() is { } picture
            ? await answers.OfAsync(reading.Project, picture, reading.Parameters.Text("size"), isPublic: false, reading.Aborted)
            : Problems.NotFound.With("No picture is stored for the image.");
    }
}
