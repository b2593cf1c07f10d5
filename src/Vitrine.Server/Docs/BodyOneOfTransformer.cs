using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vitrine.Server.Http;

namespace Vitrine.Server.Docs;

/// <summary>Describes bodies that are one of several types.</summary>
internal sealed class BodyOneOfTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var choice = context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyOneOf>().FirstOrDefault();
        if (choice is null || operation.RequestBody?.Content is not { } content) return;
        var types = new List<IOpenApiSchema>();
        foreach (var type in choice.Types)
        {
            var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
            context.Document!.AddComponent(type.Name, schema);
            types.Add(new OpenApiSchemaReference(type.Name, context.Document));
        }
        var one = new OpenApiSchema { OneOf = types };
        foreach (var media in content.Values.OfType<OpenApiMediaType>())
        {
            media.Schema = choice.OrArray
                ? new OpenApiSchema { OneOf = [.. types, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one }] }
                : one;
        }
    }
}
