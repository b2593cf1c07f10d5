using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;

namespace Vitrine.Server.Exports;

/// <summary>All facts of a kind that the list would show, newest first.</summary>
internal static class ExportFacts
{
    public static async Task<IResult> HandleAsync(Reading reading, string list, FactKind kind, string format)
    {
        if (ExportFormat.Find(format) is not { } form) return ExportProblems.NoFormat(format);
        ListFacts.RefuseUnknown(reading.Parameters, kind, ExportRequest.Known(form, ofEntities: false));
        var request = ExportRequest.Read(reading, list, form);
        var query = ListFacts.Read(reading, kind) with { After = request.After, CountTotal = false };
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        if (request.After is { } id)
        {
            var last = await store.FindAsync(kind, id, reading.Aborted);
            if (last is null || !reading.MaySee(last.Text(FactSchema.UserId))) return ExportProblems.NothingBehind(id);
        }
        var schema = FactSchema.Of(kind);
        return new ExportAnswer<FactRecord>(
            new ExportList<FactRecord>(
                (cursor, most, cancellationToken) => store.ListAsync(query with { Cursor = cursor ?? query.Cursor, PerPage = most }, cancellationToken),
                FactJson.Write,
                new FactRecord(kind, "", 0, new object?[schema.Fields.Count]),
                name => schema.Find(name) is { Type: FieldType.Json }),
            request);
    }
}
