using Vitrine.Server.Security;

namespace Vitrine.Server.Docs;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, its page at <c>/docs</c>, and the list of problems that answers link to.</summary>
internal static class DocsFeature
{
    private const string DocumentPath = "/openapi/v1.json";

    // Scripts, fonts and pictures of the page come from this server, and the page talks to no other.
    private const string PagePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    public static IServiceCollection AddDocs(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer<DocumentFrame>();
        options.AddSchemaTransformer<AbsentTransformer>();
        options.AddOperationTransformer<BodyOneOfTransformer>();
        options.AddOperationTransformer<ReadingTransformer>();
    });

    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").WithAccess(Access.Everyone);
        routes.MapGet("/docs/problems", () => TypedResults.Content(ProblemsPage.Html, "text/html; charset=utf-8"))
            .ExcludeFromDescription().WithAccess(Access.Everyone);

        // A pipeline of its own, so that no other request walks through the page's middleware.
        var page = routes.CreateApplicationBuilder();
        page.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = PagePolicy;
            // Static files are not served where an endpoint is chosen already.
            context.SetEndpoint(null);
            return next(context);
        });
        page.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "Vitrine";
            ui.SwaggerEndpoint(DocumentPath, "Vitrine");
        });
        routes.MapGet("/docs/{**path}", page.Build()).ExcludeFromDescription().WithAccess(Access.Everyone);
    }
}
