using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Datasets;

/// <summary>The pictures of a dataset: reference images, and one logo. Each comes as the whole body of a request.</summary>
internal static class DatasetPictures
{
    public static async Task<IResult> AddAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload) =>
        await KeepAsync(id, request, project, upload, Bucket.DatasetImages, PictureOwnerKind.Dataset);

    public static async Task<IResult> SetLogoAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload, PictureKeeper keeper)
    {
        var owner = new PictureOwner(PictureOwnerKind.Logo, id);
        var before = (await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner].ToList();
        if (await project.Entities.FindDatasetAsync(id, project.Aborted) is null) return ManageDatasets.NotFound(id);
        var (picture, problem) = await upload.KeepAsync(request, project, Bucket.Logos, owner);
        if (picture is null) return problem!;
        // The new one is there before the old one goes, so a dataset is never without its logo.
        foreach (var old in before.Where(old => old.Hash != picture.Hash)) await keeper.ReleaseOneAsync(project.Project, project.Pictures, old, owner, CancellationToken.None);
        return Results.Ok(PictureAnswer.From(project.Project, picture));
    }

    public static async Task<IResult> RemoveAsync(string id, string hash, ProjectContext project, PictureKeeper keeper)
    {
        var owner = new PictureOwner(PictureOwnerKind.Dataset, id);
        if (!BlobHash.TryParse(hash, out var parsed) || (await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner].FirstOrDefault(one => one.Hash == parsed) is not { } picture)
            return Problems.NotFound.With("The dataset has no such picture.", "hash");
        await keeper.ReleaseOneAsync(project.Project, project.Pictures, picture, owner, CancellationToken.None);
        return Results.NoContent();
    }

    private static async Task<IResult> KeepAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload, Bucket bucket, PictureOwnerKind kind)
    {
        if (await project.Entities.FindDatasetAsync(id, project.Aborted) is null) return ManageDatasets.NotFound(id);
        var (picture, problem) = await upload.KeepAsync(request, project, bucket, new PictureOwner(kind, id));
        return picture is null ? problem! : Results.Ok(PictureAnswer.From(project.Project, picture));
    }
}
