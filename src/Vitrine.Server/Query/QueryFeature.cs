namespace Vitrine.Server.Query;

internal static class QueryFeature
{
    public static void MapQuery(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/query").WithTags("Query");
        group.MapGet("", AskQuery.HandleAsync).WithName("Query");
        group.MapGet("/catalogue", ShowCatalogue.Handle).WithName("QueryCatalogue");
        group.MapGet("/prompts", ListPrompts.HandleAsync).WithName("QueryPrompts");
        group.MapGet("/retention", ShowRetention.HandleAsync).WithName("QueryRetention");
    }
}
