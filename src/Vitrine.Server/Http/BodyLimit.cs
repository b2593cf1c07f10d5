using Microsoft.AspNetCore.Http.Metadata;

namespace Vitrine.Server.Http;

internal static class BodyLimit
{
    /// <summary>Largest body of an endpoint as it is sent, instead of <c>Network:MaxBodyBytes</c>. Checked before anything of it is read.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Limit(bytes));

    private sealed record Limit(long Bytes) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Bytes;
    }
}
