using System.Globalization;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using Vitrine.Server.Security;

namespace Vitrine.Server.Compatibility;

/// <summary>
/// The images page of the Telegram persona bot: its response, member for member. What the bot's response has no member for travels in
/// headers: <c>Link</c> with the next page, <c>X-Total-Is-Exact</c>.
/// </summary>
internal static class PersonaBot
{
    private static readonly FactField Meta = FactSchema.Image.Fields[FactSchema.Meta];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/analytics/images", ListImagesAsync).WithName("PersonaBotImages").WithTags("Compatibility")
            .WithSummary("Lists images as the persona bot does.").Answers(typeof(PersonaBotImages)).Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404, 422)
            .Takes([
                .. new[] { "source", "persona_id", "dataset_id", "style", "model", "resolution" }.Select(name => new QueryParameter(name, "One or several values.")),
                QueryParameter.UserId, QueryParameter.User, QueryParameter.Search, QueryParameter.From, QueryParameter.To,
                QueryParameter.Page, QueryParameter.PerPage, QueryParameter.Cursor]);

    private static async Task<IResult> ListImagesAsync(Reading reading)
    {
        var query = ListFacts.Read(reading, FactKind.Image);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var page = await store.ListAsync(query, reading.Aborted);
        if (page.NextCursor is { } cursor) reading.Headers.Link = $"<{reading.AddressWith("cursor", cursor)}>; rel=\"next\"";
        if (!page.TotalIsExact) reading.Headers["X-Total-Is-Exact"] = "false";
        return new JsonAnswer(writer => Write(writer, page));
    }

    private static void Write(Utf8JsonWriter writer, Page<FactRecord> page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("images");
        foreach (var image in page.Items) Write(writer, image);
        writer.WriteEndArray();
        writer.WriteNumber("total", page.Total);
        writer.WriteNumber("page", page.Number);
        writer.WriteNumber("per_page", page.PerPage);
        writer.WriteNumber("total_pages", page.TotalPages);
        writer.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter writer, FactRecord image)
    {
        writer.WriteStartObject();
        writer.WriteString("id", image.Id);
        writer.WriteString("created_at", LocalTime(image.Time));
        writer.WriteString("image_url", image.Text("image_url"));
        writer.WriteString("prompt", image.Text("prompt"));
        writer.WriteString("negative_prompt", image.Text("negative_prompt"));
        writer.WriteString("source", image.Text("source"));
        writer.WritePropertyName("user_id");
        WriteUserId(writer, image.Text(FactSchema.UserId));
        writer.WriteString("username", image.Text(FactSchema.Username));
        writer.WriteString("first_name", image.Text(FactSchema.FirstName));
        writer.WriteString("persona_id", image.Text("persona_id"));
        writer.WriteString("persona_name", image.Text("persona_name"));
        writer.WritePropertyName("meta");
        if (image.Values[FactSchema.Meta] is null) writer.WriteRawValue("{}");
        else FactJson.WriteValue(writer, image, Meta);
        writer.WriteEndObject();
    }

    // UTC without a zone, the fraction only where there is one.
    private static string LocalTime(long time) =>
        FactTime.ToDateTimeOffset(time).ToString(time % FactTime.MicrosecondsPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff");

    // The bot's ids are Telegram's numbers. Text that a number would not give back as it was stays text.
    private static void WriteUserId(Utf8JsonWriter writer, string? id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString() == id) writer.WriteNumberValue(number);
        else writer.WriteStringValue(id);
    }
}
