using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Testing.Oracles;

/// <summary>
/// Answers every question by looking at every fact. Slow, small and independent of any store, so that a store can be held to it.
/// Users are those of facts; what happens to a conversation is not a fact and makes nobody active.
/// </summary>
public sealed class Oracle
{
    private readonly Dictionary<string, long> firstSeen;

    public Oracle(IEnumerable<TestFact> sent)
    {
        Events = [.. sent.DistinctBy(fact => (fact.Kind, fact.Id))];
        Facts = [.. Events.Where(fact => fact.Kind != FactKind.Conversation)];
        firstSeen = Facts.Where(fact => fact.UserId is not null)
            .GroupBy(fact => fact.UserId!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Min(fact => fact.Time), StringComparer.Ordinal);
    }

    /// <summary>Facts and changes of conversations, each id once, in the order they were sent.</summary>
    public IReadOnlyList<TestFact> Events { get; }

    public IReadOnlyList<TestFact> Facts { get; }

    public OracleAnswer Query(StatQuery query)
    {
        var asked = Candidates(query).Where(fact => fact.Time >= query.From && fact.Time < query.To)
            .Where(fact => query.Filters.All(filter => Keys(fact, filter.Dimension).Any(key => filter.Values.Contains(key, StringComparer.Ordinal))))
            .ToList();
        IReadOnlyList<long> starts = query.Interval is { } interval
            ? OracleCalendar.Starts(query.From, query.To, interval, query.Zone)
            : [];
        var repeats = query.Measures.Contains(Measure.Repeats) ? Repeats(query) : [];
        var series = query.By == Dimension.None
            ? [Series(null, asked)]
            : asked.SelectMany(fact => KeysOrNull(fact, query.By).Select(key => (key, fact)))
                .GroupBy(pair => pair.key, pair => pair.fact, StringComparer.Ordinal)
                .Select(group => Series(group.Key, group.ToList()))
                .ToList();
        return new OracleAnswer(Sum(asked, query.From, query.To), series, starts);

        OracleSeries Series(string? key, IReadOnlyList<TestFact> facts)
        {
            var points = starts.Select((start, index) =>
            {
                var from = Math.Max(start, query.From);
                var to = index + 1 < starts.Count ? starts[index + 1] : query.To;
                return Sum(facts.Where(fact => fact.Time >= from && fact.Time < to), from, to);
            });
            return new OracleSeries(key, Sum(facts, query.From, query.To), [.. points]);
        }

        OracleSums Sum(IEnumerable<TestFact> facts, long from, long to)
        {
            var sum = new OracleSums();
            foreach (var fact in facts)
            {
                sum.Add(fact);
                if (repeats.Contains(fact.Id)) sum.Sums.Repeats++;
            }

            sum.Sums.Users = sum.Users.Count;
            sum.Sums.NewUsers = sum.Users.Count(user => firstSeen[user] >= from);
            sum.Sums.ActiveUsers = Facts.Where(fact => fact.Time >= from && fact.Time < to && fact.UserId is not null)
                .Select(fact => fact.UserId).Distinct(StringComparer.Ordinal).Count();
            return sum;
        }
    }

    private IEnumerable<TestFact> Candidates(StatQuery query) => query.Kind switch
    {
        null => Facts,
        // One stand-in a conversation, at the time it was created.
        FactKind.Conversation => OracleConversation.All(Events)
            .Select(conversation => Some.Conversation(conversation: conversation.ConversationId).At(conversation.CreatedAt).By(null)),
        var kind => Facts.Where(fact => fact.Kind == kind),
    };

    /// <summary>Ids of images whose prompt their user had used before, anywhere in the range.</summary>
    private HashSet<string> Repeats(StatQuery query) => Facts
        .Where(fact => fact.Kind == FactKind.Image && fact.Time >= query.From && fact.Time < query.To)
        .Where(fact => fact.UserId is not null && Derived.Prompt(fact) is not null)
        .GroupBy(fact => (fact.UserId, Derived.Prompt(fact)))
        .SelectMany(group => group.OrderBy(fact => fact.Time).Skip(1))
        .Select(fact => fact.Id)
        .ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<string?> KeysOrNull(TestFact fact, Dimension dimension)
    {
        IReadOnlyList<string?> none = [null];
        var keys = Keys(fact, dimension);
        return keys.Count == 0 ? none : keys;
    }

    /// <summary>The names that a fact has in a dimension: none, one, or for LoRAs several.</summary>
    public static IReadOnlyList<string> Keys(TestFact fact, Dimension dimension)
    {
        var key = dimension switch
        {
            Dimension.Lora => null,
            Dimension.User => fact.UserId,
            Dimension.Prompt => Derived.Prompt(fact),
            Dimension.Endpoint => Derived.Endpoint(fact),
            Dimension.Source => Derived.Source(fact).WireName(),
            Dimension.Origin => fact.Text("again_of") is null ? null : "again",
            Dimension.StatusClass => Derived.StatusClass(fact) is { } status ? $"{status}xx" : null,
            _ => fact.Text(fact.Schema.Dimensions.Single(field => field.Dimension == dimension).Name),
        };
        return dimension == Dimension.Lora ? Derived.Loras(fact) : key is null ? [] : [key];
    }
}
