using BrandStudio.Pages;
using BrandStudio.Vitrine;
using Microsoft.AspNetCore.Antiforgery;

namespace BrandStudio;

/// <summary>Whatever goes wrong in a page is said in a page.</summary>
internal sealed class TroubleInWords(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && Read(error) is { } trouble)
        {
            await Html.Page<TroublePage>(new { Trouble = trouble }, trouble.Status).ExecuteAsync(context);
        }
    }

    private static VitrineException? Read(Exception error) => error switch
    {
        VitrineException trouble => trouble,
        BadHttpRequestException { InnerException: AntiforgeryValidationException } or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } =>
            new(StatusCodes.Status400BadRequest, "That form cannot be taken", "It was open for too long, or came from another page. Go back, load the page again, and send it once more."),
        _ => null,
    };
}
