using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Keys;

/// <summary>A project's secrets for programs.</summary>
internal static class KeysFeature
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/keys").WithTags("Keys").Needs(Permission.Administer).WithProblems(400, 401, 403, 404, 415);
        group.MapPost("", CreateKey.HandleAsync).WithName("CreateKey").WithSummary("Makes a key, which is shown this once.").Answers(typeof(NewKey));
    }
}
