using Vitrine.Core.Stores;

namespace Vitrine.Testing.Oracles;

/// <summary>What is known of users: from when to when, under which names (the latest by the facts' own time), and what they did.</summary>
public static class OracleUser
{
    public static IReadOnlyList<UserRecord> All(Oracle oracle) =>
        [.. oracle.Facts.Where(fact => fact.UserId is not null)
            .GroupBy(fact => fact.UserId!, StringComparer.Ordinal)
            .Select(group => Of(group.Key, [.. group.OrderBy(fact => fact.Time)]))];

    private static UserRecord Of(string id, IReadOnlyList<TestFact> facts)
    {
        var sums = new OracleSums();
        foreach (var fact in facts) sums.Add(fact);
        return new UserRecord(
            id,
            facts.Select(fact => fact.Text("username")).LastOrDefault(name => name is not null),
            facts.Select(fact => fact.Text("first_name")).LastOrDefault(name => name is not null),
            facts[0].Time,
            facts[^1].Time,
            facts.GroupBy(fact => fact.Kind).ToDictionary(group => group.Key, group => group.LongCount()),
            sums.Sums.InputTokens + sums.Sums.OutputTokens,
            sums.Sums.Cost);
    }
}
