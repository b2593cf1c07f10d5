using Vitrine.Core.Control;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage;
using Vitrine.Storage.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Projects;

internal static class ProjectsFeature
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddSingleton(OpenControlStore);
        services.AddSingleton<IProjectStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<IAccountStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<ISessionStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<IKeyStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<IViewStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<IControlStore>());
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

    private static IControlStore OpenControlStore(IServiceProvider provider)
    {
        try
        {
            return ControlStore.Open(provider.GetRequiredService<DataFolder>().Path, provider.GetRequiredService<TimeProvider>());
        }
        catch (NewerSchemaException error)
        {
            throw new StartException(error.Message, error);
        }
    }
}
