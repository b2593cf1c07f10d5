using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;

namespace Vitrine.Testing.Oracles;

/// <summary>
/// A store that keeps facts in a list and asks the oracle everything: so slow and so simple that the oracle itself can be held to the
/// specs, and tests of other things have a store without files.
/// </summary>
/// <param name="kept">What outlives the store; give it to the next one to reopen.</param>
public sealed class OracleStore(List<TestFact> kept) : IFactStore
{
    private readonly Lock gate = new();
    private readonly HashSet<(FactKind, string)> ids = [.. kept.Select(fact => (fact.Kind, fact.Id))];
    private long commits;
    private bool isClosed;

    public ValueTask<AppendResult> AppendAsync(FactBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (isClosed) throw new AppendRejectedException(AppendRejection.Stopping);
            var stored = 0;
            foreach (ref var header in batch.Headers)
            {
                var fact = Read(batch, header);
                var isNew = ids.Add((fact.Kind, fact.Id));
                header.Outcome = isNew ? FactOutcome.Stored : FactOutcome.Duplicate;
                if (!isNew) continue;
                kept.Add(fact);
                stored++;
            }

            commits++;
            return ValueTask.FromResult(new AppendResult(stored, batch.Count - stored, 0));
        }
    }

    public Task<StatResult> QueryAsync(StatQuery query, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var answer = Oracle().Query(query);
            var series = answer.Series.Select(one => new StatSeries(one.Key, Label(query, one.Key), false, Sums(one.Total), [.. one.Points.Select(Sums)]))
                .OrderByDescending(one => Figure(query.Measures[0], one.Total))
                .ToList();
            return new StatResult(Sums(answer.Total), query.Top < series.Count ? Top(series, query.Top.Value) : series, answer.PointStarts);
        },
        cancellationToken);

    public Task<Page<FactRecord>> ListAsync(FactListQuery query, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var oracle = Oracle();
            var items = OracleList.Of(oracle, query);
            var perPage = Math.Clamp(query.PerPage, 1, query.CountTotal ? FactListQuery.MaxPerPage : FactListQuery.MaxPerRead);
            // Behind the last one shown, whatever arrived since; the index it had when it was stored tells it.
            var skip = Behind(items, fact => fact.Id, query.Cursor ?? query.After) ?? query.Offset ?? (query.Page - 1L) * perPage;
            return Cut(items, skip, perPage, query.Page, query.CountTotal, fact => fact.Id).Select(fact => Record(oracle, fact));
        },
        cancellationToken);

    public Task<FactRecord?> FindAsync(FactKind kind, string id, CancellationToken cancellationToken)
    {
        var oracle = Oracle();
        var fact = oracle.Facts.FirstOrDefault(fact => fact.Kind == kind && fact.Id == id);
        return Task.FromResult(fact is null ? null : Record(oracle, fact));
    }

    public Task<Page<ConversationRecord>> ListConversationsAsync(ConversationListQuery query, CancellationToken cancellationToken)
    {
        var found = OracleConversation.All(Oracle().Events)
            .Where(talk => query.UserId is null || talk.UserId == query.UserId)
            .Where(talk => query.Status is null || talk.Status == query.Status)
            .Where(talk => !(talk.CreatedAt < query.From) && !(talk.CreatedAt >= query.To))
            .OrderByDescending(talk => talk.CreatedAt).ThenBy(talk => talk.ConversationId, StringComparer.Ordinal)
            .ToList();
        var skip = Behind(found, talk => talk.ConversationId, query.Cursor ?? query.After) ?? (query.Page - 1L) * query.PerPage;
        return Task.FromResult(Cut(found, skip, query.PerPage, query.Page, query.CountTotal, talk => talk.ConversationId));
    }

    public Task<ConversationRecord?> FindConversationAsync(string conversationId, CancellationToken cancellationToken) =>
        Task.FromResult(OracleConversation.All(Oracle().Events).FirstOrDefault(talk => talk.ConversationId == conversationId));

    public Task<Page<UserRecord>> ListUsersAsync(UserListQuery query, CancellationToken cancellationToken)
    {
        var found = OracleUser.All(Oracle())
            .Where(user => !(user.LastSeen < query.ActiveSince))
            .Where(user => query.Search is not { } part || new[] { user.UserId, user.Username, user.FirstName }
                .Any(name => name?.Contains(part, StringComparison.OrdinalIgnoreCase) == true))
            .OrderByDescending(user => user.LastSeen).ThenBy(user => user.UserId, StringComparer.Ordinal)
            .ToList();
        var skip = Behind(found, user => user.UserId, query.Cursor ?? query.After) ?? (query.Page - 1L) * query.PerPage;
        return Task.FromResult(Cut(found, skip, query.PerPage, query.Page, query.CountTotal, user => user.UserId));
    }

    public Task<UserRecord?> FindUserAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(OracleUser.All(Oracle()).FirstOrDefault(user => user.UserId == userId));

    public Task<IReadOnlyList<PromptCount>> TopPromptsAsync(long from, long to, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PromptCount>>([.. Oracle().Facts
            .Where(fact => fact.Kind == FactKind.Image && fact.Time >= from && fact.Time < to && Derived.Prompt(fact) is not null)
            .GroupBy(fact => Derived.Prompt(fact)!, StringComparer.Ordinal)
            .Select(group => new PromptCount(group.Key, group.Count(), group.Select(fact => fact.UserId).OfType<string>().Distinct(StringComparer.Ordinal).Count()))
            .OrderByDescending(prompt => prompt.Count).ThenBy(prompt => prompt.Prompt, StringComparer.Ordinal)
            .Take(limit)]);

    public Task<StoreStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var oracle = Oracle();
        return Task.FromResult(new StoreStatus
        {
            Facts = oracle.Facts.GroupBy(fact => fact.Kind).ToDictionary(group => group.Key, group => group.LongCount()),
            QueuedFacts = 0,
            QueuedBytes = 0,
            UnflushedFacts = oracle.Facts.Count,
            SearchLag = 0,
            FileBytes = new Dictionary<string, long>(StringComparer.Ordinal) { ["memory"] = oracle.Events.Count },
            Commits = commits,
            CommitMicroseconds = 0,
            CommitHistogram = [],
            RejectedQueueFull = 0,
            RejectedDiskFull = 0,
            CanWrite = true,
            SchemaVersion = 1,
        });
    }

    /// <summary>Nothing is derived, so nothing can differ.</summary>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task SetTimeZoneAsync(NodaTime.DateTimeZone zone, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RebuildAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<FactKind, long>> ResetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var oracle = new Oracle(kept);
            var removed = FactKinds.Facts.ToDictionary(kind => kind, kind => oracle.Facts.LongCount(fact => fact.Kind == kind));
            removed[FactKind.Conversation] = OracleConversation.All(oracle.Events).Count();
            kept.Clear();
            ids.Clear();
            return Task.FromResult<IReadOnlyDictionary<FactKind, long>>(removed);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate) isClosed = true;
        return ValueTask.CompletedTask;
    }

    private Oracle Oracle()
    {
        lock (gate) return new Oracle(kept);
    }

    private static TestFact Read(FactBatch batch, in FactHeader header)
    {
        var id = header.IdText == FactBatch.Absent
            ? Guid.ParseExact(header.Uuid.ToString("x32"), "N").ToString("D")
            : Encoding.UTF8.GetString(batch.Text(header.IdText));
        var fact = new TestFact(header.Kind, id, header.Time);
        var values = batch.Values(header);
        foreach (var field in fact.Schema.Fields)
        {
            var value = values[field.Index];
            if (value == FactBatch.Absent || field.Type == FieldType.Code) continue;
            fact = fact.With(field.Name, field.IsText ? Encoding.UTF8.GetString(batch.Text(value)) : value);
        }

        return fact;
    }

    private static FactRecord Record(Oracle oracle, TestFact fact)
    {
        var user = OracleUser.All(oracle).FirstOrDefault(user => user.UserId == fact.UserId);
        var values = fact.Schema.Fields.Select(field => field switch
        {
            { Name: "source" } => Derived.Source(fact).WireName(),
            { Name: "origin" } => fact.Text("again_of") is null ? null : "again",
            { Name: "status_class" } => $"{Derived.StatusClass(fact)}xx",
            { Name: "tokens" } => Derived.InputTokens(fact) + Derived.OutputTokens(fact) ?? Derived.InputTokens(fact) ?? Derived.OutputTokens(fact),
            { Name: "username" } => user?.Username,
            { Name: "first_name" } => user?.FirstName,
            { IsText: true } => fact.Text(field.Name),
            _ => (object?)fact.Number(field.Name),
        });
        return new FactRecord(fact.Kind, fact.Id, fact.Time, [.. values]);
    }

    private static long? Behind<T>(IReadOnlyList<T> all, Func<T, string> id, string? shown)
    {
        if (shown is null) return null;
        var index = all.Select(id).ToList().IndexOf(shown);
        return index < 0 ? throw new InvalidCursorException() : index + 1;
    }

    private static Page<T> Cut<T>(IReadOnlyList<T> all, long skip, int perPage, int number, bool countTotal, Func<T, string> id)
    {
        var items = all.Skip((int)Math.Min(skip, int.MaxValue)).Take(perPage).ToList();
        var isLast = skip >= all.Count - perPage;
        return new Page<T>(items, countTotal ? all.Count : items.Count, TotalIsExact: countTotal, number, perPage, isLast ? null : id(items[^1]));
    }

    private string? Label(StatQuery query, string? key) => query.By == Dimension.Persona
        ? Oracle().Facts.Where(fact => fact.Kind == FactKind.Image && fact.Text("persona_id") == key)
            .Select(fact => fact.Text("persona_name")).LastOrDefault(name => name is not null) ?? key
        : key;

    private static List<StatSeries> Top(List<StatSeries> series, int top)
    {
        var rest = series.Skip(top).ToList();
        var total = new MeasureSums();
        foreach (var one in rest) total.Add(one.Total);
        var points = rest[0].Points.Select((_, index) =>
        {
            var point = new MeasureSums();
            foreach (var one in rest) point.Add(one.Points[index]);
            return point;
        });
        return [.. series.Take(top), new StatSeries("(other)", null, true, total, [.. points])];
    }

    private static MeasureSums Sums(OracleSums sums)
    {
        sums.Sums.Durations = new QuantileSketch();
        foreach (var duration in sums.Durations) sums.Sums.Durations.Add(duration);
        return sums.Sums;
    }

    private static double Figure(Measure measure, MeasureSums sums) => measure switch
    {
        Measure.Count => sums.Count,
        Measure.Cost => sums.Cost,
        Measure.Users or Measure.Adoption or Measure.ReturningUsers => sums.Users,
        Measure.NewUsers => sums.NewUsers,
        Measure.Errors or Measure.ErrorRate => sums.Errors,
        Measure.Tokens => sums.InputTokens + sums.OutputTokens,
        Measure.InputTokens => sums.InputTokens,
        Measure.OutputTokens => sums.OutputTokens,
        Measure.MaxDuration => sums.DurationMax,
        Measure.AverageDuration or Measure.SumDuration => sums.DurationSum,
        Measure.Bytes => sums.Bytes,
        Measure.Repeats => sums.Repeats,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Series cannot be ordered by it."),
    };
}
