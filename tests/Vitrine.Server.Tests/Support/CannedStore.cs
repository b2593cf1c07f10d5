using System.Collections.Concurrent;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Tests.Support;

/// <summary>A store that notes what it is asked and answers what the test has laid out, for tests of what stands in front of a store.</summary>
internal sealed class CannedStore : IFactStore
{
    public ConcurrentQueue<StatQuery> Queries { get; } = [];

    public ConcurrentQueue<object> Lists { get; } = [];

    /// <summary>Answers the one query; a total of zeros where not set.</summary>
    public Func<StatQuery, StatResult> Answer { get; set; } = query => Same(query, new MeasureSums());

    public IReadOnlyList<FactRecord> Facts { get; set; } = [];

    public IReadOnlyList<ConversationRecord> Conversations { get; set; } = [];

    public IReadOnlyList<UserRecord> Users { get; set; } = [];

    public IReadOnlyList<PromptCount> Prompts { get; set; } = [];

    public long? Total { get; set; }

    public string? NextCursor { get; set; }

    public Exception? Fail { get; set; }

    /// <summary>How many lists it answers before it fails.</summary>
    public int? FailAfter { get; set; }

    public OpenFactStore Open => (_, _, _) => Task.FromResult<IFactStore>(this);

    /// <summary>The same sums for the total, for one series, and for each of its points.</summary>
    public static StatResult Same(StatQuery query, MeasureSums sums)
    {
        IReadOnlyList<long> starts = query.Interval is null ? [] : [.. Calendar.Points(query).Select(point => point.Start)];
        return new StatResult(sums, [new StatSeries(null, null, false, sums, [.. starts.Select(_ => sums)])], starts);
    }

    /// <summary>A series a key, each with the same sums at every point.</summary>
    public static StatResult Keys(StatQuery query, params (string? Key, MeasureSums Sums)[] series)
    {
        IReadOnlyList<long> starts = query.Interval is null ? [] : [.. Calendar.Points(query).Select(point => point.Start)];
        var total = new MeasureSums();
        foreach (var (_, sums) in series) total.Add(sums);
        return new StatResult(total, [.. series.Select(one => new StatSeries(one.Key, one.Key, false, one.Sums, [.. starts.Select(_ => one.Sums)]))], starts);
    }

    public Task<StatResult> QueryAsync(StatQuery query, CancellationToken cancellationToken)
    {
        Queries.Enqueue(query);
        return Fail is null ? Task.FromResult(Answer(query)) : Task.FromException<StatResult>(Fail);
    }

    public Task<Page<FactRecord>> ListAsync(FactListQuery query, CancellationToken cancellationToken)
    {
        Lists.Enqueue(query);
        if (Fail is not null) throw Fail;
        if (Lists.Count > FailAfter) throw new IOException("The disk has failed.");
        return Task.FromResult(new Page<FactRecord>(
            [.. Facts.Where(fact => fact.Kind == query.Kind)], Total ?? Facts.Count, Total is null, query.Page, query.PerPage, NextCursor));
    }

    public Task<FactRecord?> FindAsync(FactKind kind, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Facts.FirstOrDefault(fact => fact.Kind == kind && fact.Id == id));

    public Task<Page<ConversationRecord>> ListConversationsAsync(ConversationListQuery query, CancellationToken cancellationToken)
    {
        Lists.Enqueue(query);
        return Task.FromResult(new Page<ConversationRecord>(Conversations, Conversations.Count, true, query.Page, query.PerPage, NextCursor));
    }

    public Task<ConversationRecord?> FindConversationAsync(string conversationId, CancellationToken cancellationToken) =>
        Task.FromResult(Conversations.FirstOrDefault(conversation => conversation.ConversationId == conversationId));

    public Task<Page<UserRecord>> ListUsersAsync(UserListQuery query, CancellationToken cancellationToken)
    {
        Lists.Enqueue(query);
        return Task.FromResult(new Page<UserRecord>(Users, Users.Count, true, query.Page, query.PerPage, NextCursor));
    }

    public Task<UserRecord?> FindUserAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Users.FirstOrDefault(user => user.UserId == userId));

    public Task<IReadOnlyList<PromptCount>> TopPromptsAsync(long from, long to, int limit, CancellationToken cancellationToken)
    {
        Lists.Enqueue((from, to, limit));
        return Task.FromResult(Prompts);
    }

    public ValueTask<AppendResult> AppendAsync(FactBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreStatus> GetStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetTimeZoneAsync(NodaTime.DateTimeZone zone, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RebuildAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<FactKind, long>> ResetAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
