using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Query;

/// <summary><c>GET /api/v1/query/prompts</c>: the most used prompts of images, normalised.</summary>
internal static class ListPrompts
{
    private const int DefaultLimit = 20;
    private static readonly string[] Known = ["from", "to", "days", "tz", "limit", "project"];

    public static async Task<IResult> HandleAsync(Reading reading)
    {
        reading.Parameters.RefuseUnknown(Known.Contains, string.Join(", ", Known));
        var range = reading.Range(reading.Zone());
        var limit = reading.Parameters.Number("limit", DefaultLimit, 1, FactListQuery.MaxPerPage);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var prompts = await store.TopPromptsAsync(range.Start, range.End, limit, reading.Aborted);
        return new JsonAnswer(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("from", FactTime.ToWire(range.Start));
            writer.WriteString("to", FactTime.ToWire(range.End));
            writer.WriteStartArray("prompts");
            foreach (var prompt in prompts)
            {
                writer.WriteStartObject();
                writer.WriteString("prompt", prompt.Prompt);
                writer.WriteNumber("count", prompt.Count);
                writer.WriteNumber("users", prompt.Users);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
