using Vitrine.Core.Query;
using Vitrine.Core.Stores;

namespace Vitrine.Testing.Oracles;

/// <summary>The facts that a list shows, newest first (by milliseconds; the order among equals is the store's). Search is not its business.</summary>
public static class OracleList
{
    public static IReadOnlyList<TestFact> Of(Oracle oracle, FactListQuery query)
    {
        var users = OracleUser.All(oracle)
            .Where(user => query.User is not null && (user.UserId == query.User || user.Username == query.User || user.FirstName == query.User))
            .Select(user => user.UserId)
            .ToHashSet(StringComparer.Ordinal);
        return [.. oracle.Facts
            .Where(fact => fact.Kind == query.Kind)
            .Where(fact => query.UserId is null || fact.UserId == query.UserId)
            .Where(fact => query.User is null || (fact.UserId is { } id && users.Contains(id)))
            .Where(fact => query.ConversationId is null || fact.Text("conversation_id") == query.ConversationId)
            .Where(fact => !(fact.Time < query.From) && !(fact.Time >= query.To))
            .Where(fact => query.Filters.All(filter => Matches(fact, filter)))
            .OrderByDescending(fact => fact.Time / 1000)];
    }

    private static bool Matches(TestFact fact, DimensionFilter filter) =>
        Oracle.Keys(fact, filter.Dimension).Any(key => filter.Values.Contains(key, StringComparer.Ordinal));
}
