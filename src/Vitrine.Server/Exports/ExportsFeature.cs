using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Vitrine.Core.Facts;
using Vitrine.Server.Exports.Archive;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using Vitrine.Server.Security;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Vitrine.Server.Exports;

internal static class ExportsFeature
{
    private static readonly QueryParameter[] Own =
    [
        new("limit", "Rows at most. Absent: all of them.", IsNumber: true), new("cursor", "A next_cursor of the list: begins there."),
        new("after", "The id of a row: goes on behind it."), new("header", "0 leaves out the line of names. CSV only."),
        new("bom", "1 begins with a byte order mark, which Excel wants. CSV only."),
    ];

    private static readonly QueryParameter AfterTime = new("after_time", "When the user or conversation of 'after' began, as its row says it.");

    // The most ids there may be, with room.
    private const long MaxBodyBytes = 16 * 1024 * 1024;

    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ArchivePlans>().AddSingleton<ExportPictures>();

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/export").WithTags("Exports").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404, 422);
        MapFacts(group, "images", FactKind.Image);
        MapFacts(group, "messages", FactKind.Message);
        MapFacts(group, "activities", FactKind.Activity);
        MapFacts(group, "api-calls", FactKind.ApiCall);
        MapFacts(group, "commands", FactKind.Command);
        group.MapGet("/images.zip", (Reading reading, HttpContext context, ExportPictures pictures) => pictures.GetAsync(reading, context))
            .WithName("ExportPictures").WithSummary("The pictures of a filter, or of some ids, as a ZIP with a manifest; goes on where it broke off by Range and If-Range.")
            .AnswersArchive().Takes([.. ListsFeature.OfFacts(FactKind.Image), ExportPictures.Ids, ExportPictures.Snapshot]);
        group.MapPost("/images.zip", (Reading reading, HttpContext context, ExportPictures pictures, IOptions<JsonOptions> json) => pictures.PostAsync(reading, context, json))
            .WithName("ExportPicturesOfIds").WithSummary("The same of many ids.").WithMetadata(new AcceptsMetadata(["application/json"], typeof(ArchiveRequest)))
            .AnswersArchive().WithBodyLimit(MaxBodyBytes).Takes(ExportPictures.Snapshot).WithProblems(413, 415);
        group.MapGet("/conversations.{format}", ExportConversations.HandleAsync).WithName("ExportConversations").WithSummary("All conversations as a file.")
            .AnswersFile().Takes([.. ListsFeature.OfConversations, .. Own, AfterTime]);
        group.MapGet("/users.{format}", ExportUsers.HandleAsync).WithName("ExportUsers").WithSummary("All users as a file.").Needs(Permission.Read)
            .AnswersFile().Takes([.. ListsFeature.OfUsers, .. Own, AfterTime]);
    }

    private static void MapFacts(RouteGroupBuilder group, string list, FactKind kind)
    {
        var name = string.Concat(list.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        group.MapGet($"/{list}.{{format}}", (Reading reading, string format) => ExportFacts.HandleAsync(reading, list, kind, format))
            .WithName("Export" + name).WithSummary($"All {list.Replace('-', ' ')} as a file: csv, json or ndjson.")
            .AnswersFile().Takes([.. ListsFeature.OfFacts(kind), .. Own]);
    }

    private static RouteHandlerBuilder AnswersArchive(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), ["application/zip"])).WithProblems(409, 416);

    private static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder builder) => builder.WithMetadata(new ProducesResponseTypeMetadata(
        StatusCodes.Status200OK, typeof(string), [.. ExportFormat.All.Select(format => format.ContentType.Split(';')[0])]));
}
