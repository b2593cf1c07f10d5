namespace Vitrine.Server.Projects;

internal static class ProjectsFeature
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<ProjectStores>();
        services.AddSingleton<IProjectStores>(provider => provider.GetRequiredService<ProjectStores>());
        services.AddHostedService(provider => provider.GetRequiredService<ProjectStores>());
        return services;
    }
}
