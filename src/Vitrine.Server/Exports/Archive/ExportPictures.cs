using System.Text.Json;
using Microsoft.Extensions.Options;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Vitrine.Server.Exports.Archive;

/// <summary>Which images an archive is of, beside the parameters.</summary>
internal sealed record ArchiveRequest(IReadOnlyList<string>? Ids);

/// <summary><c>/api/v1/export/images.zip</c>: the pictures of a filter, or of some ids, with a manifest.</summary>
internal sealed class ExportPictures(IBlobStore blobs, ArchivePlans plans, ExportOptions options)
{
    public static readonly QueryParameter Ids = new("ids", "Ids of images, separated by commas, instead of filters. POST takes many.");
    public static readonly QueryParameter Snapshot = new("snapshot", "The entity tag of an archive that broke off, for tools that cannot send If-Range.");

    private const int MaxIdBytes = 128;

    public Task<IResult> GetAsync(Reading reading, HttpContext context)
    {
        if (reading.Parameters.Text("ids") is not { } text) return AnswerAsync(reading, context, null);
        return AnswerAsync(reading, context, [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    public async Task<IResult> PostAsync(Reading reading, HttpContext context, IOptions<JsonOptions> json)
    {
        if (!context.Request.HasJsonContentType()) return Problems.UnsupportedMediaType.With("Send application/json.");
        try
        {
            var request = await context.Request.ReadFromJsonAsync<ArchiveRequest>(json.Value.SerializerOptions, context.RequestAborted);
            return request?.Ids is { } ids && !ids.Contains(null!) ? await AnswerAsync(reading, context, ids) : Problems.MissingField.With("Name images as {\"ids\": […]}.", "ids");
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(error.Message, error);
        }
    }

    private async Task<IResult> AnswerAsync(Reading reading, HttpContext context, IReadOnlyList<string>? ids)
    {
        var parameters = reading.Parameters;
        if (ids is null) ListFacts.RefuseUnknown(parameters, FactKind.Image, ["project", Snapshot.Name, Ids.Name]);
        else parameters.RefuseUnknown(name => name is "project" or "ids" or "snapshot", "ids, snapshot, project");
        var query = ids is null ? ListFacts.Read(reading, FactKind.Image) : null;
        var resumed = ArchiveTag.Parse(parameters.Text(Snapshot.Name));
        if (resumed is null && parameters.Text(Snapshot.Name) is not null) parameters.Refuse("unknown_value", Snapshot.Name, "'snapshot' is the entity tag of an archive.");
        if (ids?.Count > options.MaxArchiveIds) parameters.Refuse("too_many_values", "ids", $"An archive takes at most {options.MaxArchiveIds} ids.");
        if (ids?.FirstOrDefault(id => id.Length is 0 or > MaxIdBytes) is not null) parameters.Refuse("unknown_value", "ids", $"An id has 1 to {MaxIdBytes} characters.");
        if (reading.Problem is { } problem) return problem;

        var store = await reading.GetStoreAsync();
        var source = new ArchiveRows(reading.Project, store, (IPictureIndex)store, blobs);
        var looks = new PictureLooks(reading.Project, blobs, options.PictureLooks);
        var asked = RunningDigest.Of(string.Join('\n', [
            reading.Project, reading.OnlyUser ?? "", .. ids?.Distinct(StringComparer.Ordinal) ?? [],
            .. context.Request.Query.Where(pair => pair.Key is not ("snapshot" or "ids")).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]));
        var conditional = resumed ?? ArchiveTag.Parse(context.Request.Headers.IfRange);
        if (conditional is { } known)
        {
            var archive = ArchiveOf(known.Before);
            var plan = plans.Find(known) ?? await archive.MeasureAsync(options.MaxArchiveImages, reading.Aborted);
            if (plan is null) return TooMany();
            if (TagOf(plan, known.Before) == known) return Answer(archive, plan, known, takesRange: true);
            if (resumed is not null) return Problems.ArchiveChanged.With("Ask for it anew, without 'snapshot'.", Snapshot.Name);
        }
        var before = query is null ? 0 : await BeforeAsync(store, query, reading.Aborted);
        var fresh = ArchiveOf(before);
        return await fresh.MeasureAsync(options.MaxArchiveImages, reading.Aborted) is { } measured ? Answer(fresh, measured, TagOf(measured, before), takesRange: false) : TooMany();

        PictureArchive ArchiveOf(long before) => new(
            cancellationToken => query is null
                ? source.OfIdsAsync([.. ids!.Distinct(StringComparer.Ordinal)], reading.MaySee, cancellationToken)
                : source.OfListAsync(query with { To = before }, cancellationToken),
            looks.LookAsync,
            async (picture, offset, length, cancellationToken) =>
                (await blobs.OpenAsync(new BlobKey(reading.Project, picture.Bucket, picture.Hash), offset, length, cancellationToken))?.Content,
            FactTime.ToDateTimeOffset(before).UtcDateTime);

        ArchiveTag TagOf(ArchivePlan plan, long before) => new(before, RunningDigest.Of(plan.Digest, asked));

        ArchiveAnswer Answer(PictureArchive archive, ArchivePlan plan, ArchiveTag tag, bool takesRange)
        {
            plans.Add(tag, plan);
            return new ArchiveAnswer(archive, plan, tag, $"{reading.Project}-images.zip", takesRange);
        }
    }

    // Behind the newest image that is there now: what comes later is not in the archive, whenever it is asked for again.
    private static async Task<long> BeforeAsync(IFactStore store, FactListQuery query, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(query with { Cursor = cursor, PerPage = 1, CountTotal = false }, cancellationToken);
            // The list is in the order of milliseconds.
            if (page.Items.Count > 0) return Math.Min(((page.Items[0].Time / 1000) + 1) * 1000, query.To ?? long.MaxValue);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return Math.Min(FactTime.Earliest, query.To ?? long.MaxValue);
    }

    private Problem TooMany() => Problems.QueryTooBroad.With($"An archive has at most {options.MaxArchiveImages} images. Ask for a shorter range, or filter more.");
}
