using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using Vitrine.Server.Security;

namespace Vitrine.Server.Compatibility;

/// <summary>The brand studio's history of generated images: the columns of its table, newest first.</summary>
internal static class BrandStudio
{
    private const int DefaultLimit = 50;

    private static readonly string[] Columns =
    [
        "user_id", "prompt", "full_prompt", "negative_prompt", "image_url", "dataset_id", "style", "aspect_ratio", "quality", "format", "resolution", "reference_images_count",
        "unique_visual_elements", "provider", "model", "persona_id", "generation_time", "width", "height", "bytes", "cost", "status", "error", "meta",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/ai/generated-images").WithTags("Compatibility").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404, 422);
        group.MapGet("", ListAsync).WithName("BrandStudioImages").WithSummary("Lists generated images, newest first.").Answers(typeof(BrandStudioImages)).Takes(
            QueryParameter.Limit, new("offset", "Images to leave out before the first.", IsNumber: true), new("dataset_id", "Of one dataset."), QueryParameter.UserId);
        group.MapGet("/{**id}", FindAsync).WithName("BrandStudioImage").WithSummary("Shows a generated image.").Answers(typeof(BrandStudioImage));
    }

    private static async Task<IResult> ListAsync(Reading reading)
    {
        var limit = reading.Parameters.Number("limit", DefaultLimit, 1, FactListQuery.MaxPerPage);
        var offset = reading.Parameters.Number("offset", 0, 0, int.MaxValue);
        var query = ListFacts.Read(reading, FactKind.Image) with { PerPage = limit, Offset = offset };
        if (reading.Problem is { } problem) return problem;
        var page = await (await reading.GetStoreAsync()).ListAsync(query, reading.Aborted);
        return new JsonAnswer(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("images");
            foreach (var image in page.Items) Write(writer, image);
            writer.WriteEndArray();
            writer.WriteNumber("total", page.Total);
            writer.WriteNumber("limit", limit);
            writer.WriteNumber("offset", offset);
            writer.WriteEndObject();
        });
    }

    private static async Task<IResult> FindAsync(Reading reading, string id)
    {
        var image = await (await reading.GetStoreAsync()).FindAsync(FactKind.Image, PageAnswer.IdOf(id), reading.Aborted);
        return image is null || !reading.MaySee(image.Text(FactSchema.UserId)) ? PageAnswer.NotFound("image") : new JsonAnswer(writer => Write(writer, image));
    }

    private static void Write(Utf8JsonWriter writer, FactRecord image)
    {
        writer.WriteStartObject();
        writer.WriteString("id", image.Id);
        foreach (var column in Columns)
        {
            writer.WritePropertyName(column);
            FactJson.WriteValue(writer, image, FactSchema.Image[column]);
        }
        writer.WriteString("created_at", FactTime.ToWire(image.Time));
        writer.WriteEndObject();
    }
}
