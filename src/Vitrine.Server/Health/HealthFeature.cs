using System.Reflection;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Health;

/// <summary><c>/health</c> and <c>/health/ready</c>: can it work? <c>/health/live</c>: is it there?</summary>
internal static class HealthFeature
{
    private static readonly string Version =
        typeof(HealthFeature).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<HealthChecks>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").WithAccess(Access.Everyone);
        group.MapGet("", ReadyAsync).WithName("Health").WithSummary("Says whether the server can work, and which check failed.").Describe();
        group.MapGet("/ready", ReadyAsync).WithName("HealthReady").WithSummary("The same, for load balancers.").Describe();
        group.MapGet("/live", () => TypedResults.Ok(new HealthAnswer("ok", Version, null)))
            .WithName("HealthLive").WithSummary("Says that the process answers.").Produces<HealthAnswer>();
    }

    private static void Describe(this IEndpointConventionBuilder builder) =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(HealthAnswer), ["application/json"])).WithProblems(503);

    private static async Task<IResult> ReadyAsync(HealthChecks checks, HttpContext context)
    {
        var results = await checks.RunAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var failed = results.Where(result => result is { IsVital: true, Failure: not null }).Select(result => $"{result.Name}: {result.Failure}").ToArray();
        if (failed.Length > 0) return Problems.NotReady.With(string.Join("; ", failed));
        return TypedResults.Ok(new HealthAnswer(
            results.Any(result => result.Failure is not null) ? "degraded" : "ok", Version,
            results.ToDictionary(result => result.Name, result => result.Failure ?? "ok", StringComparer.Ordinal)));
    }
}

/// <summary>The server does its work.</summary>
/// <param name="Status"><c>ok</c>, or <c>degraded</c> where it goes on without something; anything else is a problem.</param>
/// <param name="Version">Of the server.</param>
/// <param name="Checks">What was tried, with its outcome.</param>
internal sealed record HealthAnswer(string Status, string Version, IReadOnlyDictionary<string, string>? Checks);
