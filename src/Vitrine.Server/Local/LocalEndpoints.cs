using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Local;

internal static class LocalEndpoints
{
    /// <summary>Paths for the verbs of the same machine; to everybody else they do not exist.</summary>
    public static RouteGroupBuilder MapLocal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/internal").ExcludeFromDescription().WithAccess(Access.Everyone);
        group.AddEndpointFilter((context, next) => context.HttpContext.IsLocalCaller()
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotFound.With()));
        return group;
    }
}
