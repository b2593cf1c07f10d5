using Vitrine.Contracts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Query;

internal static class QueryFeature
{
    public static void MapQuery(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/query").WithTags("Query").WithProblems(400, 401, 403, 404, 422);
        group.MapGet("", AskQuery.HandleAsync).WithName("Query").WithSummary("Answers every statistic.").Needs(Permission.ReadOwn).Answers(typeof(QueryAnswer)).Takes(
            new("kind", "image, message, activity, api_call, command, conversation or any."),
            new("measure", "Measures, separated by commas. Default count, or users for any."),
            new("by", "The dimension that makes the series."),
            new("filter.{dimension}", "Values, separated by commas; as in filter.source=scheduler."),
            new("interval", "hour, day, week or month."),
            QueryParameter.From, QueryParameter.To, QueryParameter.Days, QueryParameter.Zone,
            new("top", "At most so many series; clamped. Default 100.", IsNumber: true),
            new("compare", "previous: also the range before."));
        group.MapGet("/catalogue", ShowCatalogue.Handle).WithName("QueryCatalogue").WithSummary("Lists what may be asked.").Needs(Permission.ReadOwn).Answers(typeof(QueryCatalogue));
        group.MapGet("/prompts", ListPrompts.HandleAsync).WithName("QueryPrompts").WithSummary("Lists the most used prompts.").Needs(Permission.Read).Answers(typeof(PromptsAnswer))
            .Takes(QueryParameter.From, QueryParameter.To, QueryParameter.Days, QueryParameter.Zone, QueryParameter.Limit);
        group.MapGet("/retention", ShowRetention.HandleAsync).WithName("QueryRetention").WithSummary("Says by week who is new and who came back.").Needs(Permission.Read)
            .Answers(typeof(QueryAnswer)).Takes(new QueryParameter("weeks", "ISO weeks, the current one included; clamped. Default 12.", IsNumber: true), QueryParameter.Zone);
    }
}
