using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;
using Vitrine.Server.Security;

namespace Vitrine.Server.Personas;

/// <summary>Who an app pretends to be.</summary>
internal static class PersonasFeature
{
    public static void MapPersonas(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/personas").WithTags("Personas").Needs(Permission.Read).WithProblems(400, 401, 403, 404);
        group.MapGet("", ListAsync).WithName("ListPersonas").WithSummary("Lists the project's personas by name.").Answers(typeof(PersonasAnswer));
        group.MapGet("/{id}", GetAsync).WithName("ShowPersona").WithSummary("Shows a persona.").Answers(typeof(PersonaAnswer));
        group.MapPut("/{id}", PutAsync).WithName("PutPersona").WithSummary("Makes a persona, or names it anew.").Needs(Permission.Edit).Answers(typeof(PersonaAnswer)).WithProblems(413, 415);
        group.MapDelete("/{id}", DeleteAsync).WithName("DeletePersona").WithSummary("Forgets a persona and its picture; its images keep its id.").Needs(Permission.Edit).AnswersNothing();
        group.MapPut("/{id}/picture", SetPictureAsync).WithName("SetPersonaPicture").WithSummary("Sets the picture: the body is the picture.")
            .Needs(Permission.Edit).TakesPicture().Answers(typeof(PictureAnswer));
    }

    private static async Task<IResult> ListAsync(ProjectContext project)
    {
        var personas = await project.Entities.ListPersonasAsync(project.Aborted);
        var pictures = await project.Pictures.FindPicturesOfAsync([.. personas.Select(persona => OwnerOf(persona.Id))], project.Aborted);
        return Results.Ok(new PersonasAnswer([.. personas.Select(persona => PersonaAnswer.From(project.Project, persona, pictures[OwnerOf(persona.Id)]))]));
    }

    private static async Task<IResult> GetAsync(string id, ProjectContext project) =>
        await project.Entities.FindPersonaAsync(id, project.Aborted) is { } persona ? Results.Ok(await AnswerAsync(project, persona)) : NotFound(id);

    private static async Task<IResult> PutAsync(string id, PersonaRequest request, ProjectContext project, TimeProvider clock)
    {
        if (request.FindProblem(id) is { } problem) return problem;
        var old = await project.Entities.FindPersonaAsync(id, project.Aborted);
        var persona = new Persona(id, request.Name!.Trim(), request.PictureUrl ?? old?.PictureUrl, old?.CreatedAt ?? FactTime.Now(clock));
        await project.Entities.PutPersonaAsync(persona, project.Aborted);
        return Results.Ok(await AnswerAsync(project, persona));
    }

    private static async Task<IResult> DeleteAsync(string id, ProjectContext project) =>
        await project.Entities.DeletePersonaAsync(id, project.Aborted) ? Results.NoContent() : NotFound(id);

    private static async Task<IResult> SetPictureAsync(string id, HttpRequest request, ProjectContext project, PictureUpload upload)
    {
        if (await project.Entities.FindPersonaAsync(id, project.Aborted) is null) return NotFound(id);
        var (picture, problem) = await upload.ReplaceAsync(request, project, Bucket.ReferenceImages, OwnerOf(id));
        return picture is null ? problem! : Results.Ok(PictureAnswer.From(project.Project, picture));
    }

    private static async Task<PersonaAnswer> AnswerAsync(ProjectContext project, Persona persona) => PersonaAnswer.From(
        project.Project, persona, (await project.Pictures.FindPicturesOfAsync([OwnerOf(persona.Id)], project.Aborted))[OwnerOf(persona.Id)]);

    private static PictureOwner OwnerOf(string id) => new(PictureOwnerKind.Persona, id);

    private static Problem NotFound(string id) => Problems.NotFound.With($"There is no persona '{id}'.", "id");
}
