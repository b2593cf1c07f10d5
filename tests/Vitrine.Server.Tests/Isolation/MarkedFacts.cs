using System.Text.Json.Nodes;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Tests.Isolation;

/// <summary>A fact of every kind with every field that there is, each text of which gives itself away.</summary>
internal static class MarkedFacts
{
    /// <summary>In every text of the facts, and in nothing that a test sends elsewhere.</summary>
    public const string Marker = "zqmarkerz";

    /// <summary>The id of every fact, user and conversation, so that whatever a path or parameter asks for by it is there.</summary>
    public const string Id = "isolation-1";

    public static string Json() => new JsonArray([.. FactKinds.Facts.Append(FactKind.Conversation).Select(Of)]).ToJsonString();

    private static JsonObject Of(FactKind kind)
    {
        var fact = new JsonObject { ["kind"] = kind.WireName() };
        if (kind != FactKind.Conversation) fact["id"] = Id;
        foreach (var field in FactSchema.Of(kind).Fields)
        {
            if (field.Type != FieldType.Code && !(kind == FactKind.Conversation && field.Name is "username" or "first_name")) fact[field.Name] = ValueOf(field);
        }
        return fact;
    }

    private static JsonNode? ValueOf(FactField field) => field.Name switch
    {
        "user_id" or "conversation_id" => Id,
        "status" => "failed",
        "action" => "created",
        "method" => "GET",
        "status_code" => 500,
        "loras" => new JsonArray(Marker),
        "endpoint" => $"/{Marker}",
        _ => field.Type switch
        {
            FieldType.Name or FieldType.Text => $"{Marker} lighthouse",
            FieldType.Json => new JsonObject { [Marker] = Marker },
            FieldType.Flag => true,
            _ => 1,
        },
    };
}
