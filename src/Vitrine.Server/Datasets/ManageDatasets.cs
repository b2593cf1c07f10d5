using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Datasets;

/// <summary><c>/api/v1/datasets</c> and <c>/api/v1/datasets/{id}</c>.</summary>
internal static class ManageDatasets
{
    public static async Task<IResult> ListAsync(ProjectContext project)
    {
        var datasets = await project.Entities.ListDatasetsAsync(project.Aborted);
        var pictures = await PicturesOf(project, datasets);
        return Results.Ok(new DatasetsAnswer([.. datasets.Select(dataset => DatasetAnswer.From(project.Project, dataset, pictures))]));
    }

    public static async Task<IResult> GetAsync(string id, ProjectContext project) =>
        await project.Entities.FindDatasetAsync(id, project.Aborted) is { } dataset ? Results.Ok(await AnswerAsync(project, dataset)) : NotFound(id);

    public static async Task<IResult> CreateAsync(DatasetRequest request, ProjectContext project, TimeProvider clock)
    {
        var (dataset, problem) = request.ApplyTo(new Dataset(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), "", null, null, null, null, null, FactTime.Now(clock)));
        if (dataset is null) return problem!;
        if (await project.Entities.FindDatasetAsync(dataset.Id, project.Aborted) is not null) return Problems.NameTaken.With($"There is a dataset '{dataset.Id}'.", "id");
        await project.Entities.PutDatasetAsync(dataset, project.Aborted);
        return Results.Created($"/api/v1/datasets/{Uri.EscapeDataString(dataset.Id)}", await AnswerAsync(project, dataset));
    }

    public static async Task<IResult> ChangeAsync(string id, DatasetRequest request, ProjectContext project)
    {
        if (await project.Entities.FindDatasetAsync(id, project.Aborted) is not { } old) return NotFound(id);
        if (request.Id is { } other && other != id) return Problems.InvalidValue.With("A dataset's id never changes.", "id");
        var (dataset, problem) = request.ApplyTo(old);
        if (dataset is null) return problem!;
        await project.Entities.PutDatasetAsync(dataset, project.Aborted);
        return Results.Ok(await AnswerAsync(project, dataset));
    }

    /// <summary>Its pictures are not shown from now on; the sweep frees their bytes.</summary>
    public static async Task<IResult> DeleteAsync(string id, ProjectContext project) =>
        await project.Entities.DeleteDatasetAsync(id, project.Aborted) ? Results.NoContent() : NotFound(id);

    public static async Task<DatasetAnswer> AnswerAsync(ProjectContext project, Dataset dataset) =>
        DatasetAnswer.From(project.Project, dataset, await PicturesOf(project, [dataset]));

    public static Problem NotFound(string id) => Problems.DatasetNotFound.With($"There is no dataset '{id}'.", "id");

    private static Task<ILookup<PictureOwner, PictureRecord>> PicturesOf(ProjectContext project, IReadOnlyList<Dataset> datasets) => project.Pictures.FindPicturesOfAsync(
        [.. datasets.SelectMany(dataset => new[] { new PictureOwner(PictureOwnerKind.Dataset, dataset.Id), new PictureOwner(PictureOwnerKind.Logo, dataset.Id) })], project.Aborted);
}
