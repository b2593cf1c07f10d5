using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Server.Http;
using Vitrine.Server.Security;
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
        services.AddSingleton<IProviderStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<IControlStore>());
        services.AddSingleton<OpenFactStore>(provider =>
        {
            var options = provider.GetRequiredService<StoreOptions>();
            var clock = provider.GetRequiredService<TimeProvider>();
            var media = provider.GetRequiredService<MediaOptions>();
            return async (project, folder, cancellationToken) =>
            {
                var store = await SqliteFactStore.OpenAsync(folder, options, clock, project.Zone(), cancellationToken);
                store.TakesNewImages = media.Mirror;
                return store;
            };
        });
        services.AddSingleton<ProjectStores>();
        services.AddSingleton<IProjectStores>(provider => provider.GetRequiredService<ProjectStores>());
        services.AddHostedService(provider => provider.GetRequiredService<ProjectStores>());
        return services;
    }

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/projects").WithTags("Projects").WithProblems(401, 403, 404);
        group.MapGet("", ListProjects.Handle).WithName("ListProjects").WithSummary("The projects that the caller has a role or a key in.")
            .Needs(Permission.Identified).Answers(typeof(ProjectList));
        group.MapGet("/{slug}", ShowProject.Handle).WithName("GetProject").WithSummary("One project.")
            .Needs(Permission.Identified).Answers(typeof(ProjectAnswer));
        group.MapPost("", CreateProject.HandleAsync).WithName("CreateProject").WithSummary("Makes a project, which takes facts from then on.")
            .Needs(Permission.AdministerAll).Answers(typeof(ProjectAnswer)).WithProblems(400, 409, 415);
        group.MapPatch("/{slug}", ChangeProject.HandleAsync).WithName("ChangeProject")
            .WithSummary("Changes a project's name or time zone, or archives it. Answers once another zone's hours are counted.")
            .Needs(Permission.Administer).Answers(typeof(ProjectAnswer)).WithProblems(400, 415);
        group.MapDelete("/{slug}", DeleteProject.HandleAsync).WithName("DeleteProject")
            .WithSummary("Removes a project with its facts, keys and roles, for ever. The body names it once more.")
            .Needs(Permission.AdministerAll).WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent)).WithProblems(400, 409, 415);
    }

    private static IControlStore OpenControlStore(IServiceProvider provider)
    {
        try
        {
            return ControlStore.Open(
                provider.GetRequiredService<DataFolder>().Path, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ProjectOptions>().TimeZone);
        }
        catch (NewerSchemaException error)
        {
            throw new StartException(error.Message, error);
        }
    }
}
