using BrandStudio.Pages;
using BrandStudio.Vitrine;

namespace BrandStudio;

/// <summary>What a person fills in to have a picture made.</summary>
public sealed record PictureForm(string? Prompt, string? DatasetId, string? Style, string? AspectRatio, string? Quality)
{
    public static PictureForm Empty { get; } = new(null, null, null, Choices.AspectRatios[0], Choices.Qualities[0]);

    public static PictureForm Read(IFormCollection form) =>
        new(form[nameof(Prompt)], form[nameof(DatasetId)], form[nameof(Style)], form[nameof(AspectRatio)], form[nameof(Quality)]);

    public static PictureForm Of(PictureRecord picture) => new(picture.Prompt, picture.DatasetId, picture.Style, picture.AspectRatio, picture.Quality);
}

/// <summary>What the form offers. Vitrine hands on whatever it is given; these are the words that providers understand.</summary>
internal static class Choices
{
    public static readonly string[] Styles = ["photorealistic", "watercolor", "flat illustration", "line art", "3d render", "risograph"];
    public static readonly string[] AspectRatios = ["1:1", "4:3", "3:2", "16:9", "9:16"];
    public static readonly string[] Qualities = ["standard", "high"];
}

/// <summary>Making a picture: the form, and the two ways to send it off.</summary>
internal static class Studio
{
    private const int Recent = 8;

    public static void MapStudio(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync);
        routes.MapPost("/pictures", MakeAsync).NeedsForm();
        routes.MapPost("/pictures/{id}/again", MakeAgainAsync).NeedsForm();
    }

    /// <param name="from">A picture whose prompt and choices the form starts with.</param>
    private static async Task<IResult> ShowAsync(string? from, HttpContext context, VitrineClient vitrine)
    {
        var person = People.IdOf(context.User);
        var form = from is null ? PictureForm.Empty : PictureForm.Of(await vitrine.FindPictureAsync(person, from, context.RequestAborted));
        return await PageAsync(context, vitrine, form, null);
    }

    private static async Task<IResult> MakeAsync(IFormCollection sent, HttpContext context, VitrineClient vitrine)
    {
        var form = PictureForm.Read(sent);
        if (string.IsNullOrWhiteSpace(form.Prompt))
            return await PageAsync(context, vitrine, form, new VitrineException(422, "There is nothing to draw yet", "Say in a few words what the picture shows."));
        try
        {
            var request = new PictureRequest(form.Prompt.Trim(), Chosen(form.DatasetId), Chosen(form.Style), Chosen(form.AspectRatio), Chosen(form.Quality));
            var made = await vitrine.MakeAsync(People.IdOf(context.User), request, context.RequestAborted);
            return Results.LocalRedirect(Paths.Picture(made.Id));
        }
        catch (VitrineException trouble)
        {
            // What was typed is not lost.
            return await PageAsync(context, vitrine, form, trouble);
        }
    }

    private static async Task<IResult> MakeAgainAsync(string id, HttpContext context, VitrineClient vitrine)
    {
        var made = await vitrine.MakeAgainAsync(People.IdOf(context.User), id, context.RequestAborted);
        return Results.LocalRedirect(Paths.Picture(made.Id));
    }

    private static async Task<IResult> PageAsync(HttpContext context, VitrineClient vitrine, PictureForm form, VitrineException? trouble)
    {
        IReadOnlyList<Dataset> brands = [];
        IReadOnlyList<PictureRecord> recent = [];
        try
        {
            brands = await vitrine.ListDatasetsAsync(context.RequestAborted);
            recent = (await vitrine.ListPicturesAsync(People.IdOf(context.User), Recent, 0, null, context.RequestAborted)).Images;
        }
        catch (VitrineException also)
        {
            trouble ??= also;
        }
        return Html.Page<StudioPage>(new { Form = form, Brands = brands, Recent = recent, Trouble = trouble }, trouble?.Status);
    }

    private static string? Chosen(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
