using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage;

namespace Vitrine.Server.Projects;

internal static class ProjectsFeature
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<OpenFactStore>(provider =>
        {
            var options = provider.GetRequiredService<StoreOptions>();
            var zone = provider.GetRequiredService<QueryOptions>().Zone;
            var clock = provider.GetRequiredService<TimeProvider>();
            return async (folder, cancellationToken) => await SqliteFactStore.OpenAsync(folder, options, clock, zone, cancellationToken);
        });
        services.AddSingleton<ProjectStores>();
        services.AddSingleton<IProjectStores>(provider => provider.GetRequiredService<ProjectStores>());
        services.AddHostedService(provider => provider.GetRequiredService<ProjectStores>());
        return services;
    }
}
