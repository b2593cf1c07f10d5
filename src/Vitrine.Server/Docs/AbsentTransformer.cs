using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vitrine.Server.Docs;

/// <summary>
/// Says that what may be null may be absent. Answers leave out what they do not have, and bodies need not name it; the generator takes every
/// parameter of a record for required.
/// </summary>
internal sealed class AbsentTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Contracts says with its own "required" what is always there, null or not.
        var type = context.JsonTypeInfo;
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(AbsentTransformer).Assembly) return Task.CompletedTask;
        foreach (var member in type.Properties.Where(member => member.IsGetNullable && !IsAlwaysWritten(member))) schema.Required?.Remove(member.Name);
        return Task.CompletedTask;
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
