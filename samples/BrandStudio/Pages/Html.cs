using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BrandStudio.Pages;

/// <summary>Pages as results of endpoints. Components encode what they are given.</summary>
internal static class Html
{
    public static IResult Page<T>(object? parameters = null, int? status = null) where T : IComponent =>
        new RazorComponentResult<T>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Refuses a form that did not come from a page of the studio's.</summary>
    public static void NeedsForm(this RouteHandlerBuilder route) => route.WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter((context, next) =>
        context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } ? next(context) : throw new BadHttpRequestException("This form did not come from here."));

    /// <summary>The style sheet and the script, which are in the program itself.</summary>
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        foreach (var (name, type) in new[] { ("studio.css", "text/css"), ("studio.js", "text/javascript") })
        {
            routes.MapGet("/" + name, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, type);
            }).AllowAnonymous();
        }
    }
}

/// <summary>Addresses within the studio.</summary>
internal static class Paths
{
    public static string Picture(string id) => $"/pictures/{Uri.EscapeDataString(id)}";

    public static string Thumbnail(string id) => $"{Picture(id)}/picture?size=1024";

    public static string File(string id) => $"{Picture(id)}/picture";

    public static string Form(string id) => $"/?from={Uri.EscapeDataString(id)}";

    public static string History(string? dataset, int page) => $"/history?page={page}" + (dataset is null ? "" : $"&dataset={Uri.EscapeDataString(dataset)}");
}
