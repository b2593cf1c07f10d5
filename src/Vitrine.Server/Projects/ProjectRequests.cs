using Vitrine.Core.Stores;

namespace Vitrine.Server.Projects;

internal static class ProjectRequests
{
    /// <summary>The store of the project that the request names with <c>?project=</c>, else of <c>default</c>.</summary>
    public static ValueTask<IFactStore> GetStoreAsync(this IProjectStores projects, HttpContext context) =>
        projects.GetAsync(Slug(context.Request), context.RequestAborted);

    private static string Slug(HttpRequest request) =>
        request.QueryString.HasValue && request.Query["project"] is [{ } slug] ? slug : ProjectStores.Default;
}
