using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;

namespace Vitrine.Server.Exports;

/// <summary>All conversations that the list would show, the latest first.</summary>
internal static class ExportConversations
{
    public static async Task<IResult> HandleAsync(Reading reading, string format)
    {
        if (ExportFormat.Find(format) is not { } form) return ExportProblems.NoFormat(format);
        ListConversations.RefuseUnknown(reading.Parameters, ExportRequest.Known(form, ofEntities: true));
        var request = ExportRequest.Read(reading, "conversations", form);
        var query = ListConversations.Read(reading) with { After = request.After, AfterTime = request.AfterTime, CountTotal = false };
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        if (request.After is { } id)
        {
            var last = await store.FindConversationAsync(id, reading.Aborted);
            if (last is null || !reading.MaySee(last.UserId)) return ExportProblems.NothingBehind(id);
        }
        return new ExportAnswer<ConversationRecord>(
            new ExportList<ConversationRecord>(
                (cursor, most, cancellationToken) => store.ListConversationsAsync(query with { Cursor = cursor ?? query.Cursor, PerPage = most }, cancellationToken),
                EntityJson.Write,
                new ConversationRecord("", null, null, "", 0, 0, 0, 0, 0, 0, 0, 0, null),
                name => name == "meta"),
            request);
    }
}
