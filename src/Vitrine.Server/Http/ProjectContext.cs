using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Http;

/// <summary>A request about what people edit in a project: its entities, its pictures, and which project it is. A handler takes it as its parameter.</summary>
internal sealed record ProjectContext(string Project, IFactStore Store, string? OnlyUser, CancellationToken Aborted)
{
    public IEntityStore Entities => (IEntityStore)Store;

    public IPictureIndex Pictures => (IPictureIndex)Store;

    public static async ValueTask<ProjectContext?> BindAsync(HttpContext context)
    {
        var admission = context.Admission();
        var store = await context.RequestServices.GetRequiredService<IProjectStores>().GetStoreAsync(context);
        return new ProjectContext(admission.Project, store, admission.EndUser, context.RequestAborted);
    }
}
