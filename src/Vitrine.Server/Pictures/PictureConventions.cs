using Microsoft.AspNetCore.Http.Metadata;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

internal static class PictureConventions
{
    /// <summary>The body is a picture, whatever its type is called: its bytes decide.</summary>
    public static TBuilder TakesPicture<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AcceptsMetadata(["*/*"], typeof(byte[]), isOptional: true)).WithBodyLimit(PictureUpload.MaxBodyBytes).WithProblems(413, 422);
}
