using Vitrine.Core.Facts;
using Vitrine.Core.Stores;

namespace Vitrine.Testing.Oracles;

/// <summary>
/// What conversations come to, whatever the order of arrival: deleted is final, ended outlives created, and one begins when it was
/// created or, where nobody said so, with the first thing known of it.
/// </summary>
public static class OracleConversation
{
    public static IReadOnlyList<ConversationRecord> All(IEnumerable<TestFact> events) =>
        [.. events.Where(fact => fact.Kind is FactKind.Conversation or FactKind.Message)
            .GroupBy(fact => fact.Text("conversation_id")!, StringComparer.Ordinal)
            .Select(group => Of(group.Key, [.. group.OrderBy(fact => fact.Time)]))];

    private static ConversationRecord Of(string id, IReadOnlyList<TestFact> events)
    {
        var messages = events.Where(fact => fact.Kind == FactKind.Message).ToList();
        var changes = events.Where(fact => fact.Kind == FactKind.Conversation).ToList();
        var sums = new OracleSums();
        messages.ForEach(sums.Add);
        var created = changes.Find(change => change.Text("action") == "created");
        return new ConversationRecord(
            id,
            events.Select(fact => fact.UserId).LastOrDefault(user => user is not null),
            events.Select(fact => fact.Text("username")).LastOrDefault(name => name is not null),
            Status(changes),
            (created ?? events[0]).Time,
            events[^1].Time,
            messages.Count,
            sums.Sums.InputTokens,
            sums.Sums.OutputTokens,
            sums.Sums.DurationCount,
            sums.Sums.DurationSum,
            sums.Sums.Cost,
            changes.Select(change => change.Text("meta")).LastOrDefault(meta => meta is not null));
    }

    private static string Status(List<TestFact> changes) =>
        changes.Exists(change => change.Text("action") == "deleted") ? "deleted"
        : changes.Exists(change => change.Text("action") == "ended") ? "ended"
        : "active";
}
