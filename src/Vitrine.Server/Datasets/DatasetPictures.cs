using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Datasets;

/// <summary>The pictures of a dataset: reference images, and one logo. Each comes as the whole body of a request.</summary>
internal static class DatasetPictures
{
    public static async Task<IResult> AddAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload)
    {
        if (await project.Entities.FindDatasetAsync(id, project.Aborted) is null) return ManageDatasets.NotFound(id);
        var (picture, problem) = await upload.KeepAsync(request, project, Bucket.DatasetImages, new PictureOwner(PictureOwnerKind.Dataset, id));
        return picture is null ? problem! : Results.Ok(PictureAnswer.From(project.Project, picture));
    }

    public static async Task<IResult> SetLogoAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload)
    {
        if (await project.Entities.FindDatasetAsync(id, project.Aborted) is null) return ManageDatasets.NotFound(id);
        var (picture, problem) = await upload.ReplaceAsync(request, project, Bucket.Logos, new PictureOwner(PictureOwnerKind.Logo, id));
        return picture is null ? problem! : Results.Ok(PictureAnswer.From(project.Project, picture));
    }

    public static async Task<IResult> RemoveAsync(string id, string hash, ProjectContext project, PictureKeeper keeper)
    {
        var owner = new PictureOwner(PictureOwnerKind.Dataset, id);
        if (!BlobHash.TryParse(hash, out var parsed) || (await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner].FirstOrDefault(one => one.Hash == parsed) is not { } picture)
            return Problems.NotFound.With("The dataset has no such picture.", "hash");
        await keeper.ReleaseOneAsync(project.Project, project.Pictures, picture, owner, CancellationToken.None);
        return Results.NoContent();
    }
}
