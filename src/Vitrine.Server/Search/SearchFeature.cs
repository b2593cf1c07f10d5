using Vitrine.Contracts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Search;

internal static class SearchFeature
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/search", SearchEverything.HandleAsync).WithName("Search").WithTags("Search").Needs(Permission.ReadOwn)
            .WithSummary("Finds anything by id, name or words.").WithProblems(400, 401, 403, 404, 422).Answers(typeof(SearchAnswer))
            .Takes(new("q", "An id, a user's name, or words as the lists' q takes them."), new("limit", "At most 100; clamped. Default 20.", IsNumber: true));
}
