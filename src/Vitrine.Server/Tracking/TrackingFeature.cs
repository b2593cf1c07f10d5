using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Contracts;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Tracking;

/// <summary>Facts in: <c>/api/v1/track</c>, and the paths for one kind that existing apps call.</summary>
internal static class TrackingFeature
{
    private const long BodySlack = 4 * 1024 * 1024;
    private const string PublicPrefix = "/api/v1/analytics/track";

    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.TryAddSingleton<RefusalCounts>();
        return services.AddSingleton<FactReader>().AddSingleton<TrackFacts>();
    }

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        // What is sent compressed is no larger than what it unpacks to. With some room, so that a body of unknown length is refused by the reader, which says why.
        var bodyLimit = routes.ServiceProvider.GetRequiredService<IngestOptions>().MaxBatchBytes + BodySlack;
        var track = routes.ServiceProvider.GetRequiredService<TrackFacts>();
        var open = OpenTo(routes.ServiceProvider.GetRequiredService<TrackingOptions>().PublicEndpoints);
        Map<Fact>(routes, track, "/api/v1/track", "Track", null, bodyLimit,
            "Stores facts: one, an array of them, or one a line (NDJSON). Each says its kind.")
            .WithMetadata(new BodyOneOf(OrArray: true, typeof(ImageFact), typeof(MessageFact), typeof(ActivityFact), typeof(ApiCallFact),
                typeof(CommandFact), typeof(ConversationChange)));
        Map<ActivityFact>(routes, track, $"{PublicPrefix}/activity-public", "TrackActivity", FactKind.Activity, bodyLimit, "Stores what a user did.").WithAccess(open);
        Map<ApiCallFact>(routes, track, $"{PublicPrefix}/api-usage-public", "TrackApiUsage", FactKind.ApiCall, bodyLimit, "Stores a call of an API.").WithAccess(open);
        Map<ConversationChange>(routes, track, $"{PublicPrefix}/conversation-public", "TrackConversation", FactKind.Conversation, bodyLimit,
            "Stores that a conversation was created, ended or deleted.").WithAccess(open);
        Map<MessageFact>(routes, track, $"{PublicPrefix}/message-public", "TrackMessage", FactKind.Message, bodyLimit, "Stores a message of a conversation.").WithAccess(open);
    }

    private static IEndpointConventionBuilder Map<TBody>(
        IEndpointRouteBuilder routes, TrackFacts track, string path, string name, FactKind? kind, long bodyLimit, string summary)
        where TBody : notnull
    {
        RequestDelegate handler = context => track.HandleAsync(context, kind);
        return routes.MapPost(path, handler)
            .WithMetadata(handler.Method)
            .WithName(name)
            .WithTags("Tracking")
            .WithSummary(summary)
            .WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl"], typeof(TBody)))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TrackResponse), ["application/json"]))
            .WithBodyLimit(bodyLimit)
            .Needs(Permission.Track)
            .WithProblems(400, 401, 403, 404, 413, 415, 429, 503, 507);
    }

    private static Access OpenTo(PublicEndpoints callers) => callers switch
    {
        PublicEndpoints.Loopback => Access.Local,
        PublicEndpoints.PrivateNetworks => new Access(Peers.IsPrivate),
        _ => Access.Nobody,
    };
}
