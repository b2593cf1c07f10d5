using Vitrine.Contracts;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Lists;

internal static class ListsFeature
{
    private static readonly QueryParameter[] Paging = [QueryParameter.Page, QueryParameter.PerPage, QueryParameter.Cursor];

    /// <summary>The filters of conversations.</summary>
    public static readonly QueryParameter[] OfConversations =
        [QueryParameter.UserId, new("status", "active, ended or deleted."), QueryParameter.From, QueryParameter.To, QueryParameter.Zone];

    /// <summary>The filters of users.</summary>
    public static readonly QueryParameter[] OfUsers =
        [new("active_since", "With a fact at or after this time."), QueryParameter.Zone, new("q", "Part of an id, username or first name.")];

    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Lists").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404, 422);
        MapFacts(group, "images", FactKind.Image);
        MapFacts(group, "messages", FactKind.Message);
        MapFacts(group, "activities", FactKind.Activity);
        MapFacts(group, "api-calls", FactKind.ApiCall);
        MapFacts(group, "commands", FactKind.Command);
        group.MapGet("/conversations", ListConversations.HandleAsync).WithName("ListConversations").WithSummary("Lists conversations.")
            .Answers(typeof(ConversationPage))
            .Takes([.. OfConversations, .. Paging]);
        group.MapGet("/conversations/{**id}", ListConversations.FindAsync).WithName("GetConversation").WithSummary("Shows a conversation.")
            .Answers(typeof(ConversationAnswer));
        group.MapGet("/users", ListUsers.HandleAsync).WithName("ListUsers").WithSummary("Lists users.").Needs(Permission.Read).Answers(typeof(UserPage))
            .Takes([.. OfUsers, .. Paging]);
        group.MapGet("/users/{**id}", ListUsers.FindAsync).WithName("GetUser").WithSummary("Shows a user.").Answers(typeof(UserAnswer));
    }

    /// <summary>The filters of a kind of fact.</summary>
    public static IEnumerable<QueryParameter> OfFacts(FactKind kind)
    {
        IEnumerable<QueryParameter> own = kind == FactKind.Message ? [new("conversation_id", "Of one conversation.")] : [];
        return
        [
            .. FactSchema.Of(kind).Dimensions.Select(field => new QueryParameter(field.Dimension.WireName(), "One or several values.")),
            .. own, QueryParameter.UserId, QueryParameter.User, QueryParameter.Search, QueryParameter.From, QueryParameter.To, QueryParameter.Zone,
        ];
    }

    // An id is whatever the app made of it, slashes included, so it is the whole rest of the path.
    private static void MapFacts(RouteGroupBuilder group, string plural, FactKind kind)
    {
        var words = plural.Replace('-', ' ');
        var name = string.Concat(plural.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        group.MapGet($"/{plural}", (Reading reading) => ListFacts.HandleAsync(reading, kind))
            .WithName("List" + name).WithSummary($"Lists {words}, newest first.").AnswersFacts(kind, ListFacts.ItemsName(kind))
            .Takes([.. OfFacts(kind), .. Paging]);
        group.MapGet($"/{plural}/{{**id}}", (Reading reading, string id) => ListFacts.FindAsync(reading, kind, id))
            .WithName($"Get{kind}").WithSummary($"Shows one of the {words}.").AnswersFacts(kind);
    }
}
