using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation;

/// <summary><c>POST /api/v1/images/{id}/again</c>: another image of what an image was asked to be, whoever made that one.</summary>
internal static class GenerateAgain
{
    public static async Task<IResult> HandleAsync(
        string id, HttpContext context, ProjectContext project, GenerationTurns turns, ImageGenerators generators, ReadOrder reader, GenerationAnswers answers)
    {
        using var turn = turns.TryTake();
        if (turn is null) return GenerateImage.TooMany;
        var image = await project.Store.FindAsync(FactKind.Image, id, project.Aborted);
        if (image is null || (project.OnlyUser is { } only && image.Text(FactSchema.UserId) != only)) return Problems.NotFound.With("There is no such image.", "id");
        if (image.Text("prompt") is null) return Problems.MissingField.With("The image was kept without its prompt.", "prompt");
        var (order, problem) = await reader.ReadAsync(context, await RequestOfAsync(image, project, generators), []);
        return order is null ? problem! : await answers.OfAsync(context, order, turn);
    }

    // What made an image elsewhere may not be set up here, and its dataset may be gone: then the default and nothing stand for them.
    private static async Task<GenerationRequest> RequestOfAsync(FactRecord image, ProjectContext project, ImageGenerators generators)
    {
        var isHere = image.Text("provider") is { } provider && generators.Has(provider);
        var dataset = image.Text("dataset_id") is { } id && await project.Entities.FindDatasetAsync(id, project.Aborted) is not null ? id : null;
        return new GenerationRequest(
            image.Text("prompt"), image.Text("negative_prompt"), image.Text("style"), image.Text("aspect_ratio"), image.Text("quality"), image.Text("format"), image.Text("resolution"),
            dataset, image.Text("persona_id"), image.Text(FactSchema.UserId), isHere ? image.Text("provider") : null, isHere ? image.Text("model") : null,
            AgainOf: image.Id);
    }
}
