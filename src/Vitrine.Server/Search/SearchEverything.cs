using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;

namespace Vitrine.Server.Search;

/// <summary>One box for everything: exact ids, then users by id and name, then the texts of images and messages, newest first.</summary>
internal static class SearchEverything
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    private static readonly string[] Known = ["q", "limit", "project"];

    public static async Task<IResult> HandleAsync(Reading reading)
    {
        var parameters = reading.Parameters;
        parameters.RefuseUnknown(Known.Contains, string.Join(", ", Known));
        var text = parameters.Text("q")?.Trim() ?? "";
        if (text.Length == 0) parameters.Refuse("missing_parameter", "q", "Say what to look for: an id, a user's name, or words.");
        var limit = parameters.Number("limit", DefaultLimit, 1, MaxLimit);
        if (reading.Problem is { } problem) return problem;
        var found = new Findings(await reading.GetStoreAsync(), reading, limit);
        await found.AddIdsAsync(text);
        await found.AddUsersAndTextsAsync(text);
        return new JsonAnswer(writer => Write(writer, found));
    }

    private static void Write(Utf8JsonWriter writer, Findings found)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        foreach (var finding in found.All) Write(writer, finding);
        writer.WriteEndArray();
        writer.WriteBoolean("is_complete", found.IsComplete);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("type", finding.Type);
        writer.WriteString("id", finding.Id);
        writer.WriteString("title", finding.Title);
        writer.WriteString("snippet", finding.Snippet);
        writer.WriteString("user_id", finding.UserId);
        writer.WriteString("username", finding.Username);
        writer.WriteString("timestamp", FactTime.ToWire(finding.Time));
        writer.WriteString("match", finding.Match);
        writer.WriteEndObject();
    }
}
