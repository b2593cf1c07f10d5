using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Keys;

/// <summary>A project's secrets for programs.</summary>
internal static class KeysFeature
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/keys").WithTags("Keys").Needs(Permission.Administer).WithProblems(401, 403, 404);
        group.MapGet("", ListKeys.Handle).WithName("ListKeys").WithSummary("The project's keys, revoked and expired ones included, the oldest first.")
            .Answers(typeof(KeyList));
        group.MapPost("", CreateKey.HandleAsync).WithName("CreateKey").WithSummary("Makes a key, which is shown this once.")
            .Answers(typeof(NewKey)).WithProblems(400, 415);
        group.MapDelete("/{id}", RevokeKey.HandleAsync).WithName("RevokeKey").WithSummary("Revokes a key: from the next request on it opens nothing.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent));
    }
}
