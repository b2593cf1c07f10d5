using Vitrine.Core.Facts;
using Vitrine.Server.Http;

namespace Vitrine.Server.Lists;

internal static class ListsFeature
{
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Lists");
        MapFacts(group, "images", FactKind.Image);
        MapFacts(group, "messages", FactKind.Message);
        MapFacts(group, "activities", FactKind.Activity);
        MapFacts(group, "api-calls", FactKind.ApiCall);
        MapFacts(group, "commands", FactKind.Command);
        group.MapGet("/conversations", ListConversations.HandleAsync).WithName("ListConversations");
        group.MapGet("/conversations/{**id}", ListConversations.FindAsync).WithName("GetConversation");
        group.MapGet("/users", ListUsers.HandleAsync).WithName("ListUsers");
        group.MapGet("/users/{**id}", ListUsers.FindAsync).WithName("GetUser");
    }

    // An id is whatever the app made of it, slashes included, so it is the whole rest of the path.
    private static void MapFacts(RouteGroupBuilder group, string plural, FactKind kind)
    {
        group.MapGet($"/{plural}", (Reading reading) => ListFacts.HandleAsync(reading, kind)).WithName($"List{kind}s");
        group.MapGet($"/{plural}/{{**id}}", (Reading reading, string id) => ListFacts.FindAsync(reading, kind, id)).WithName($"Get{kind}");
    }
}
