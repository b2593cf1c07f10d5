using System.Text.Json;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Docs;

/// <summary>The OpenAPI document says of every answer which members it has; here the answers are held to it.</summary>
public sealed class AnswerShapeTests
{
    [Theory]
    [InlineData("/api/v1/query", "?kind=image&by=style&interval=day&compare=previous&days=2")]
    [InlineData("/api/v1/query/catalogue", "")]
    [InlineData("/api/v1/query/prompts", "")]
    [InlineData("/api/v1/query/retention", "")]
    [InlineData("/api/v1/images", "")]
    [InlineData("/api/v1/messages", "")]
    [InlineData("/api/v1/activities", "")]
    [InlineData("/api/v1/api-calls", "")]
    [InlineData("/api/v1/commands", "")]
    [InlineData("/api/v1/conversations", "")]
    [InlineData("/api/v1/users", "")]
    [InlineData("/api/v1/users/{id}", "ada")]
    [InlineData("/api/v1/conversations/{id}", "talk-1")]
    [InlineData("/api/v1/search", "?q=ada")]
    [InlineData("/api/analytics/images", "")]
    [InlineData("/api/v1/analytics/summary", "?days=2")]
    [InlineData("/api/v1/analytics/daily-stats", "?days=2")]
    [InlineData("/api/v1/analytics/users/activities", "")]
    [InlineData("/api/v1/analytics/users/top", "")]
    [InlineData("/api/v1/analytics/users/list", "")]
    [InlineData("/api/v1/analytics/conversations", "")]
    [InlineData("/api/v1/analytics/api-usage", "")]
    [InlineData("/api/v1/analytics/commands/stats", "?days=2")]
    [InlineData("/api/v1/analytics/images/stats", "?days=2")]
    [InlineData("/api/v1/analytics/users/stats", "?days=2")]
    [InlineData("/api/v1/analytics/bot/summary", "?days=2")]
    [InlineData("/api/v1/analytics/embed", "?days=2")]
    public async Task An_answer_has_the_members_that_the_document_lists(string path, string rest)
    {
        await using var server = await LivingServer.StartAsync();
        await server.TrackAsync(
            Some.Image().At(LivingServer.Now).With("resolution", "512x512").With("loras", """ "[\"ink\"]" """), Some.Message().At(LivingServer.Now), Some.Activity().At(LivingServer.Now),
            Some.ApiCall().At(LivingServer.Now), Some.Command().At(LivingServer.Now), Some.Image().At(LivingServer.Now.AddDays(-2)));
        var document = await server.JsonAsync("/openapi/v1.json");
        var schema = document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var differences = new List<string>();
        Compare(document, schema, await server.JsonAsync(path.Replace("{id}", "", StringComparison.Ordinal) + rest), "$", differences);
        Assert.Empty(differences);
    }

    private static void Compare(JsonElement document, JsonElement schema, JsonElement answer, string place, List<string> differences)
    {
        schema = Resolve(document, schema);
        if (answer.ValueKind == JsonValueKind.Array)
        {
            if (!schema.TryGetProperty("items", out var items)) differences.Add($"{place} is an array");
            else foreach (var item in answer.EnumerateArray()) Compare(document, items, item, place + "[]", differences);
            if (answer.GetArrayLength() == 0 && Resolve(document, items).TryGetProperty("properties", out _)) differences.Add($"{place} is empty and shows nothing");
        }
        if (answer.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)) return;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        differences.AddRange(required.Where(name => !answer.TryGetProperty(name, out _)).Select(name => $"{place}.{name} is missing"));
        foreach (var member in answer.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var property)) Compare(document, property, member.Value, $"{place}.{member.Name}", differences);
            else if (!schema.TryGetProperty("additionalProperties", out _) && !place.EndsWith("points[]", StringComparison.Ordinal)) differences.Add($"{place}.{member.Name} is not listed");
        }
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().Last(choice => choice.TryGetProperty("$ref", out _));
        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }
}
