using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Lists;

/// <summary>Users of the tracked app, those first seen last at the top.</summary>
internal static class ListUsers
{
    private static readonly string[] Filters = ["active_since", "tz", "q"];

    public static async Task<IResult> HandleAsync(Reading reading)
    {
        RefuseUnknown(reading.Parameters, PageAnswer.Parameters);
        var query = Read(reading);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        return PageAnswer.Of("users", await store.ListUsersAsync(query, reading.Aborted), query.Cursor, EntityJson.Write);
    }

    public static async Task<IResult> FindAsync(Reading reading, string id)
    {
        var store = await reading.GetStoreAsync();
        var user = await store.FindUserAsync(PageAnswer.IdOf(id), reading.Aborted);
        return user is null || !reading.MaySee(user.UserId) ? PageAnswer.NotFound("user") : new JsonAnswer(writer => EntityJson.Write(writer, user));
    }

    /// <summary>Refuses what is neither a filter of users nor one of <paramref name="others"/>.</summary>
    public static void RefuseUnknown(Parameters parameters, IEnumerable<string> others)
    {
        string[] known = [.. Filters, .. others];
        parameters.RefuseUnknown(known.Contains, string.Join(", ", known));
    }

    public static UserListQuery Read(Reading reading)
    {
        var parameters = reading.Parameters;
        return new UserListQuery
        {
            ActiveSince = parameters.Time("active_since", reading.Zone()),
            Search = parameters.Text("q"),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            PerPage = parameters.Number("per_page", 100, 1, FactListQuery.MaxPerPage),
            Cursor = parameters.Text("cursor"),
        };
    }
}
