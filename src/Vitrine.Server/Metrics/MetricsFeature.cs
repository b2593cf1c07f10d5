using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Metrics;

/// <summary><c>/metrics</c>, as Prometheus reads it; open on this machine, for holders of the key elsewhere.</summary>
internal static class MetricsFeature
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static IServiceCollection AddMetricsPage(this IServiceCollection services)
    {
        services.TryAddSingleton<RefusalCounts>();
        return services.AddSingleton<MetricsPage>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", async (MetricsPage page, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.Text(await page.WriteAsync(context.RequestAborted), ContentType, Encoding.UTF8);
            })
            .WithName("Metrics")
            .WithTags("Health")
            .WithSummary("The server's own figures, in Prometheus' text format.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/plain"]))
            .WithProblems(401, 403)
            .WithAccess(Access.Local)
            .Needs(Permission.Read);
}
