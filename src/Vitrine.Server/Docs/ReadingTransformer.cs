using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;

namespace Vitrine.Server.Docs;

/// <summary>Describes the parameters of endpoints that read, and the facts that they answer, as <see cref="FactSchema"/> has them.</summary>
internal sealed class ReadingTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = new OpenApiSchema { Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }
        if (metadata.OfType<FactAnswer>().FirstOrDefault() is not { } answer) return Task.CompletedTask;
        var document = context.Document!;
        var name = "Stored" + answer.Kind;
        document.AddComponent(name, FactOf(answer.Kind));
        if (answer.Items is { } items) document.AddComponent(answer.Kind + "Page", PageOf(items, new OpenApiSchemaReference(name, document)));
        if (operation.Responses?["200"] is OpenApiResponse { Content: { } content } && content["application/json"] is OpenApiMediaType media)
            media.Schema = new OpenApiSchemaReference(answer.Items is null ? name : answer.Kind + "Page", document);
        return Task.CompletedTask;
    }

    private static OpenApiSchema FactOf(FactKind kind) => Object(
        [("id", JsonSchemaType.String), ("kind", JsonSchemaType.String), ("created_at", JsonSchemaType.String),
            .. FactSchema.Of(kind).Fields.Select(field => (field.Name, TypeOf(field.Type)))]);

    private static OpenApiSchema PageOf(string items, OpenApiSchemaReference item)
    {
        var page = Object(
        [
            ("total", JsonSchemaType.Integer), ("total_is_exact", JsonSchemaType.Boolean), ("page", JsonSchemaType.Integer | JsonSchemaType.Null),
            ("per_page", JsonSchemaType.Integer), ("total_pages", JsonSchemaType.Integer), ("next_cursor", JsonSchemaType.String | JsonSchemaType.Null),
        ]);
        page.Properties!.Add(items, new OpenApiSchema { Type = JsonSchemaType.Array, Items = item });
        page.Required!.Add(items);
        return page;
    }

    private static OpenApiSchema Object(IEnumerable<(string Name, JsonSchemaType? Type)> members)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
        foreach (var (name, type) in members)
        {
            schema.Properties.Add(name, new OpenApiSchema { Type = type, Format = name == "created_at" ? "date-time" : null });
            schema.Required.Add(name);
        }
        return schema;
    }

    // A JSON field may hold anything, so it has no type.
    private static JsonSchemaType? TypeOf(FieldType type) => type switch
    {
        FieldType.Json => null,
        FieldType.Integer => JsonSchemaType.Integer | JsonSchemaType.Null,
        FieldType.Flag => JsonSchemaType.Boolean | JsonSchemaType.Null,
        FieldType.Duration or FieldType.Money => JsonSchemaType.Number | JsonSchemaType.Null,
        _ => JsonSchemaType.String | JsonSchemaType.Null,
    };
}
