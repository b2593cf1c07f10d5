using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;

namespace Vitrine.Server.Exports;

/// <summary>All users that the list would show, those first seen last at the top.</summary>
internal static class ExportUsers
{
    public static async Task<IResult> HandleAsync(Reading reading, string format)
    {
        if (ExportFormat.Find(format) is not { } form) return ExportProblems.NoFormat(format);
        ListUsers.RefuseUnknown(reading.Parameters, ExportRequest.Known(form, ofEntities: true));
        var request = ExportRequest.Read(reading, "users", form);
        var query = ListUsers.Read(reading) with { After = request.After, AfterTime = request.AfterTime, CountTotal = false };
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        if (request.After is { } id && await store.FindUserAsync(id, reading.Aborted) is null) return ExportProblems.NothingBehind(id);
        return new ExportAnswer<UserRecord>(
            new ExportList<UserRecord>(
                (cursor, most, cancellationToken) => store.ListUsersAsync(query with { Cursor = cursor ?? query.Cursor, PerPage = most }, cancellationToken),
                EntityJson.Write,
                new UserRecord("", null, null, 0, 0, new Dictionary<FactKind, long>(), 0, 0),
                _ => false),
            request);
    }
}
