using Vitrine.Server.Http;
using Vitrine.Server.Pictures;
using Vitrine.Server.Security;

namespace Vitrine.Server.Datasets;

/// <summary>Brands whose words and pictures go along with prompts.</summary>
internal static class DatasetsFeature
{
    public static void MapDatasets(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/datasets").WithTags("Datasets").Needs(Permission.Read).WithProblems(400, 401, 403, 404);
        group.MapGet("", ManageDatasets.ListAsync).WithName("ListDatasets").WithSummary("Lists the project's datasets by name.").Answers(typeof(DatasetsAnswer));
        group.MapGet("/{id}", ManageDatasets.GetAsync).WithName("ShowDataset").WithSummary("Shows a dataset.").Answers(typeof(DatasetAnswer));
        group.MapPost("", ManageDatasets.CreateAsync).WithName("CreateDataset").WithSummary("Makes a dataset.")
            .Needs(Permission.Edit).Creates(typeof(DatasetAnswer)).WithProblems(409, 413, 415);
        group.MapPatch("/{id}", ManageDatasets.ChangeAsync).WithName("ChangeDataset").WithSummary("Changes what of a dataset is named.")
            .Needs(Permission.Edit).Answers(typeof(DatasetAnswer)).WithProblems(413, 415);
        group.MapDelete("/{id}", ManageDatasets.DeleteAsync).WithName("DeleteDataset").WithSummary("Deletes a dataset with its pictures; its images stay and name none.")
            .Needs(Permission.Edit).AnswersNothing();
        group.MapPost("/{id}/images", DatasetPictures.AddAsync).WithName("AddDatasetImage").WithSummary("Adds a reference image: the body is the picture.")
            .Needs(Permission.Edit).TakesPicture().Answers(typeof(PictureAnswer));
        group.MapDelete("/{id}/images/{hash}", DatasetPictures.RemoveAsync).WithName("RemoveDatasetImage").WithSummary("Takes away a reference image.")
            .Needs(Permission.Edit).AnswersNothing();
        group.MapPut("/{id}/logo", DatasetPictures.SetLogoAsync).WithName("SetDatasetLogo").WithSummary("Sets the logo: the body is the picture.")
            .Needs(Permission.Edit).TakesPicture().Answers(typeof(PictureAnswer));
    }
}
