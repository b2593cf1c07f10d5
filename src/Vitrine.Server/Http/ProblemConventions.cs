using Vitrine.Contracts;

namespace Vitrine.Server.Http;

internal static class ProblemConventions
{
    /// <summary>Says in the OpenAPI document which problems an endpoint answers with.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ReadOnlySpan<int> statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses) builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemAnswer), [Problem.ContentType]));
        return builder;
    }
}
