using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Lists;

/// <summary>Conversations with their counters, the latest first.</summary>
internal static class ListConversations
{
    private static readonly string[] Filters = ["user_id", "status", "from", "to", "tz"];

    public static async Task<IResult> HandleAsync(Reading reading)
    {
        RefuseUnknown(reading.Parameters, PageAnswer.Parameters);
        var query = Read(reading);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        return PageAnswer.Of("conversations", await store.ListConversationsAsync(query, reading.Aborted), query.Cursor, EntityJson.Write);
    }

    public static async Task<IResult> FindAsync(Reading reading, string id)
    {
        var store = await reading.GetStoreAsync();
        var conversation = await store.FindConversationAsync(PageAnswer.IdOf(id), reading.Aborted);
        return conversation is null || !reading.MaySee(conversation.UserId) ? PageAnswer.NotFound("conversation") : new JsonAnswer(writer => EntityJson.Write(writer, conversation));
    }

    /// <summary>Refuses what is neither a filter of conversations nor one of <paramref name="others"/>.</summary>
    public static void RefuseUnknown(Parameters parameters, IEnumerable<string> others)
    {
        string[] known = [.. Filters, .. others];
        parameters.RefuseUnknown(known.Contains, string.Join(", ", known));
    }

    public static ConversationListQuery Read(Reading reading)
    {
        var parameters = reading.Parameters;
        var (from, to) = ListFacts.ReadRange(parameters, reading.Zone());
        return new ConversationListQuery
        {
            UserId = reading.UserId(),
            Status = parameters.Word("status", "active", "ended", "deleted"),
            From = from,
            To = to,
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            PerPage = parameters.Number("per_page", 100, 1, FactListQuery.MaxPerPage),
            Cursor = parameters.Text("cursor"),
        };
    }
}
