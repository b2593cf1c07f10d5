using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Tests.Support;

/// <summary>A store that keeps ids in memory and can be told to reject, for tests of what stands in front of a store.</summary>
internal sealed class MemoryStore : IFactStore
{
    private readonly Lock gate = new();
    private readonly HashSet<(FactKind, string)> ids = [];

    public List<(FactKind Kind, string Id)> Facts { get; } = [];

    public AppendRejection? Reject { get; set; }

    public Exception? Fail { get; set; }

    /// <summary>So many batches more are turned away.</summary>
    public int RejectNext { get; set; }

    /// <summary>So many batches more are stored, and their answer is lost.</summary>
    public int LoseNext { get; set; }

    public bool Hang { get; set; }

    public bool CanWrite { get; set; } = true;

    public ValueTask<AppendResult> AppendAsync(FactBatch batch, CancellationToken cancellationToken)
    {
        if (Fail is not null) throw Fail;
        if (Reject is { } rejection) throw new AppendRejectedException(rejection);
        lock (gate)
        {
            if (RejectNext-- > 0) throw new AppendRejectedException(AppendRejection.QueueFull);
            int stored = 0, duplicates = 0;
            foreach (ref var header in batch.Headers)
            {
                var id = header.IdText == FactBatch.Absent
                    ? new Guid(BytesOf(header.Uuid), bigEndian: true).ToString()
                    : System.Text.Encoding.UTF8.GetString(batch.Text(header.IdText));
                var isNew = ids.Add((header.Kind, id));
                header.Outcome = isNew ? FactOutcome.Stored : FactOutcome.Duplicate;
                if (isNew) Facts.Add((header.Kind, id));
                _ = isNew ? stored++ : duplicates++;
            }
            if (LoseNext-- > 0) throw new IOException("The answer is lost.");
            return new(new AppendResult(stored, duplicates, 0));
        }
    }

    public Task<StoreStatus> GetStatusAsync(CancellationToken cancellationToken) => Fail is not null ? throw Fail : Task.FromResult(new StoreStatus
    {
        Facts = Facts.CountBy(fact => fact.Kind).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
        QueuedFacts = 1,
        QueuedBytes = 2,
        UnflushedFacts = 3,
        SearchLag = 4,
        FileBytes = new Dictionary<string, long> { ["facts.db"] = 4096 },
        Commits = 3,
        CommitMicroseconds = 1_500_000,
        CommitHistogram = [(1000, 1), (10_000, 2)],
        RejectedQueueFull = 5,
        RejectedDiskFull = 6,
        CanWrite = CanWrite,
        SchemaVersion = 1,
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<StatResult> QueryAsync(StatQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<FactRecord>> ListAsync(FactListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FactRecord?> FindAsync(FactKind kind, string id, CancellationToken cancellationToken) =>
        Hang ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(FactRecord? (_) => null, TaskScheduler.Default)
        : Fail is not null ? throw Fail : Task.FromResult<FactRecord?>(null);

    public Task<Page<ConversationRecord>> ListConversationsAsync(ConversationListQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ConversationRecord?> FindConversationAsync(string conversationId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<UserRecord>> ListUsersAsync(UserListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UserRecord?> FindUserAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PromptCount>> TopPromptsAsync(long from, long to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetTimeZoneAsync(NodaTime.DateTimeZone zone, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RebuildAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<FactKind, long>> ResetAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private static byte[] BytesOf(UInt128 uuid)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, uuid);
        return bytes;
    }
}
