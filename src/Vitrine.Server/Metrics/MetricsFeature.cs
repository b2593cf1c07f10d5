using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Metrics;

/// <summary><c>/metrics</c>, as Prometheus reads it; open on this machine; elsewhere each caller sees the projects it may read.</summary>
internal static class MetricsFeature
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static IServiceCollection AddMetricsPage(this IServiceCollection services)
    {
        services.TryAddSingleton<RefusalCounts>();
        return services.AddSingleton<MetricsPage>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", async Task<IResult> (MetricsPage page, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return await page.WriteAsync(context.Admission().Caller, context.RequestAborted) is { } text
                    ? TypedResults.Text(text, ContentType, Encoding.UTF8)
                    : Problems.Forbidden.With("This is for viewers of a project, and its server keys.");
            })
            .WithName("Metrics")
            .WithTags("Health")
            .WithSummary("The server's own figures, in Prometheus' text format.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/plain"]))
            .WithProblems(401, 403)
            .WithAccess(Access.Local)
            .Needs(Permission.Identified);
}
