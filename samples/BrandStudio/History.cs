using BrandStudio.Pages;
using BrandStudio.Vitrine;

namespace BrandStudio;

/// <summary>What the person has had made: page by page, one by one, and the pictures themselves.</summary>
internal static class History
{
    public const int PerPage = 24;
    private static readonly int[] Sizes = [256, 1024];

    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/history", ListAsync);
        routes.MapGet("/pictures/{id}", ShowAsync);
        routes.MapGet("/pictures/{id}/picture", OpenAsync);
    }

    private static async Task<IResult> ListAsync(string? dataset, int? page, HttpContext context, VitrineClient vitrine)
    {
        var number = Math.Clamp(page ?? 1, 1, 100_000);
        var filter = string.IsNullOrEmpty(dataset) ? null : dataset;
        var pictures = await vitrine.ListPicturesAsync(People.IdOf(context.User), PerPage, (number - 1) * PerPage, filter, context.RequestAborted);
        var brands = await vitrine.ListDatasetsAsync(context.RequestAborted);
        return Html.Page<HistoryPage>(new { Pictures = pictures, Brands = brands, Dataset = filter, Number = number });
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context, VitrineClient vitrine)
    {
        var picture = await vitrine.FindPictureAsync(People.IdOf(context.User), id, context.RequestAborted);
        var brands = await vitrine.ListDatasetsAsync(context.RequestAborted);
        return Html.Page<PicturePage>(new { Picture = picture, Brand = brands.FirstOrDefault(brand => brand.Id == picture.DatasetId) });
    }

    /// <summary>Handed through, so that a picture is seen by nobody but the person it was made for, and the browser talks to the studio alone.</summary>
    private static async Task<IResult> OpenAsync(string id, int? size, HttpContext context, VitrineClient vitrine)
    {
        var response = await vitrine.OpenPictureAsync(People.IdOf(context.User), id, size is { } asked && Sizes.Contains(asked) ? asked : null, context.RequestAborted);
        context.Response.RegisterForDispose(response);
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.Stream(await response.Content.ReadAsStreamAsync(context.RequestAborted), response.Content.Headers.ContentType?.ToString());
    }
}
