using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chat.Pages;

/// <summary>Pages as results of endpoints. Components encode what they are given.</summary>
internal static class Html
{
    public static IResult Page<T>(object? parameters = null, int? status = null) where T : IComponent =>
        new RazorComponentResult<T>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Takes only what comes with the token of one of the chat's pages: in the form, or from the script in a header.</summary>
    public static RouteHandlerBuilder FromItsOwnPages(this RouteHandlerBuilder route) => route.WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter(
        (context, next) => context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem("The page was open for too long. Load it again.", statusCode: StatusCodes.Status400BadRequest)));

    /// <summary>What the pages load, which is in the program itself.</summary>
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        foreach (var (name, type) in new[] { ("chat.css", "text/css"), ("chat.js", "text/javascript"), ("chat.svg", "image/svg+xml") })
        {
            routes.MapGet("/" + name, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, type);
            }).AllowAnonymous();
        }
    }
}
