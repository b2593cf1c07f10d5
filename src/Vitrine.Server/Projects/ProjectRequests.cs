using Vitrine.Core.Stores;
using Vitrine.Server.Security;

namespace Vitrine.Server.Projects;

internal static class ProjectRequests
{
    /// <summary>The store of the project that the request concerns, as the gate decided.</summary>
    public static ValueTask<IFactStore> GetStoreAsync(this IProjectStores projects, HttpContext context) =>
        projects.GetAsync(context.Admission().Project, context.RequestAborted);
}
