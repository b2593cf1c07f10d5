using System.Net.Mime;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Http;

/// <summary>A parameter of a query string, for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, string Description, bool IsNumber = false)
{
    public static readonly QueryParameter From = new("from", "Start, inclusive: an ISO date or date-time, or Unix seconds.");
    public static readonly QueryParameter To = new("to", "End, exclusive.");
    public static readonly QueryParameter Days = new("days", "So many calendar days instead of from; clamped.", IsNumber: true);
    public static readonly QueryParameter Zone = new("tz", "IANA time zone of days and dates.");
    public static readonly QueryParameter Page = new("page", "From 1.", IsNumber: true);
    public static readonly QueryParameter PerPage = new("per_page", "At most 500; clamped. Default 100.", IsNumber: true);
    public static readonly QueryParameter Cursor = new("cursor", "A next_cursor; replaces page.");
    public static readonly QueryParameter Limit = new("limit", "At most 500; clamped.", IsNumber: true);
    public static readonly QueryParameter UserId = new("user_id", "The app's own id of a user.");
    public static readonly QueryParameter User = new("user", "A user's id, username or first name.");
    public static readonly QueryParameter Search = new("q", "Words that must all occur, cast* for beginnings, \"a phrase\".");
}

/// <summary>The answer is a stored fact, or a page of them under <paramref name="Items"/>.</summary>
internal sealed record FactAnswer(FactKind Kind, string? Items);

internal static class AnswerDescriptions
{
    /// <summary>Says in the OpenAPI document which parameters an endpoint takes.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder builder, params IEnumerable<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var parameter in parameters) builder.WithMetadata(parameter);
        return builder;
    }

    /// <summary>Says in the OpenAPI document what a success looks like.</summary>
    public static TBuilder Answers<TBuilder>(this TBuilder builder, Type type)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, type, [MediaTypeNames.Application.Json]));

    /// <summary>Says in the OpenAPI document what a success with 201 looks like.</summary>
    public static TBuilder Creates<TBuilder>(this TBuilder builder, Type type)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, type, [MediaTypeNames.Application.Json]));

    /// <summary>Says in the OpenAPI document what a success with 202 looks like.</summary>
    public static TBuilder AnswersLater<TBuilder>(this TBuilder builder, Type type)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, type, [MediaTypeNames.Application.Json]));

    /// <summary>Says in the OpenAPI document that a success is 204, without a body.</summary>
    public static TBuilder AnswersNothing<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));

    /// <summary>Says in the OpenAPI document that a success is a fact, or a page of them.</summary>
    public static TBuilder AnswersFacts<TBuilder>(this TBuilder builder, FactKind kind, string? items = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Answers(typeof(object)).WithMetadata(new FactAnswer(kind, items));
}
