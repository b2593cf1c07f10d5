using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Stores;

/// <summary>Writes users and conversations as JSON.</summary>
public static class EntityJson
{
    public static void Write(Utf8JsonWriter writer, UserRecord user)
    {
        writer.WriteStartObject();
        writer.WriteString("user_id", user.UserId);
        writer.WriteString("username", user.Username);
        writer.WriteString("first_name", user.FirstName);
        writer.WriteString("first_seen", FactTime.ToWire(user.FirstSeen));
        writer.WriteString("last_seen", FactTime.ToWire(user.LastSeen));
        foreach (var kind in FactKinds.Facts) writer.WriteNumber(kind.WireName() + "_count", user.Facts.GetValueOrDefault(kind));
        writer.WriteNumber("total_tokens", user.Tokens);
        writer.WriteNumber("total_cost", MeasureCatalogue.Dollars(user.Cost));
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ConversationRecord conversation)
    {
        writer.WriteStartObject();
        writer.WriteString("conversation_id", conversation.ConversationId);
        writer.WriteString("user_id", conversation.UserId);
        writer.WriteString("username", conversation.Username);
        writer.WriteString("status", conversation.Status);
        writer.WriteString("created_at", FactTime.ToWire(conversation.CreatedAt));
        writer.WriteString("updated_at", FactTime.ToWire(conversation.UpdatedAt));
        writer.WriteNumber("message_count", conversation.MessageCount);
        writer.WriteNumber("total_tokens", conversation.TotalTokens);
        writer.WriteNumber("input_tokens", conversation.InputTokens);
        writer.WriteNumber("output_tokens", conversation.OutputTokens);
        if (conversation.AverageResponseTime is { } seconds) writer.WriteNumber("avg_response_time", Math.Round(seconds, 9));
        else writer.WriteNull("avg_response_time");
        writer.WriteNumber("total_cost", MeasureCatalogue.Dollars(conversation.Cost));
        writer.WritePropertyName("meta");
        if (conversation.Meta is { } meta) writer.WriteRawValue(meta);
        else writer.WriteNullValue();
        writer.WriteEndObject();
    }
}
