using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation.Providers;

/// <summary>Who makes images, for the whole installation.</summary>
internal static class ProvidersFeature
{
    // A workflow is tens of kilobytes.
    private const int MaxBodyBytes = 1024 * 1024;

    public static void AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<ConfiguredProviders>();
        services.AddSingleton<GeneratorFactory>();
        services.AddSingleton(provider => provider.GetRequiredService<GeneratorFactory>().MakeConfigured());
        services.AddSingleton<KeySeal>();
        services.AddSingleton<ProviderBook>();
        services.AddHostedService(provider => provider.GetRequiredService<ProviderBook>());
    }

    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        // Now, so that a wrong setting stops the start.
        _ = routes.ServiceProvider.GetRequiredService<ImageGenerators>();
        var group = routes.MapGroup("/api/v1/providers").WithTags("Providers").WithBodyLimit(MaxBodyBytes).Needs(Permission.AdministerAll).WithProblems(401, 403, 404);
        group.MapGet("", ManageProviders.List).WithName("ListProviders")
            .WithSummary("Lists who can make images; for admins of all projects also who could, and how they are set up.").Needs(Permission.Generate).Answers(typeof(ProvidersAnswer));
        group.MapPut("/{name}", ManageProviders.PutAsync).WithName("PutProvider").WithSummary("Sets up a provider for all projects, or changes what of it is named. Takes effect at once.")
            .Answers(typeof(ProviderAnswer)).WithProblems(400, 409, 413, 415);
        group.MapDelete("/{name}", ManageProviders.DeleteAsync).WithName("DeleteProvider").WithSummary("Forgets a provider's key and settings.").AnswersNothing().WithProblems(409);
        group.MapPost("/{name}/test", ManageProviders.TestAsync).WithName("TestProvider").WithSummary("Asks a provider whether it would work; makes nothing and costs nothing.")
            .Answers(typeof(ProviderCheckAnswer));
    }
}
