using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Reading;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore
{
    /// <inheritdoc />
    public Task<Page<ConversationRecord>> ListConversationsAsync(ConversationListQuery query, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new ConversationReader(snapshot).List(query), cancellationToken);

    /// <inheritdoc />
    public Task<ConversationRecord?> FindConversationAsync(string conversationId, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new ConversationReader(snapshot).Find(conversationId), cancellationToken);

    /// <inheritdoc />
    public Task<Page<UserRecord>> ListUsersAsync(UserListQuery query, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new UserReader(snapshot).List(query, FactTime.Now(clock)), cancellationToken);

    /// <inheritdoc />
    public Task<UserRecord?> FindUserAsync(string userId, CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new UserReader(snapshot).Find(userId), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<PromptCount>> TopPromptsAsync(long from, long to, int limit, CancellationToken cancellationToken)
    {
        // One more than asked, since images without a prompt are a series too.
        var prompts = await QueryAsync(
            new StatQuery { Kind = FactKind.Image, Measures = [Measure.Count, Measure.Users], By = Dimension.Prompt, From = from, To = to, Top = limit + 1 },
            cancellationToken);
        return [.. prompts.Series.Where(series => series is { IsOther: false, Key: not null }).Take(limit)
            .Select(series => new PromptCount(series.Key!, series.Total.Count, series.Total.Users))];
    }

    /// <inheritdoc />
    public Task<StoreStatus> GetStatusAsync(CancellationToken cancellationToken) => readers.RunAsync(
        snapshot =>
        {
            var counts = FactKinds.Facts.ToDictionary(kind => kind, kind => FactTotals.Count(snapshot, kind));
            return new StoreStatus
            {
                Facts = counts,
                QueuedFacts = queue.Facts,
                QueuedBytes = queue.Bytes,
                UnflushedFacts = snapshot.Tail.Count,
                SearchLag = FactTotals.Unindexed(snapshot, search.Consumed),
                FileBytes = new[] { factsPath, factsPath + "-wal", searchPath, searchPath + "-wal" }.Where(File.Exists)
                    .ToDictionary(path => Path.GetFileName(path), path => new FileInfo(path).Length, StringComparer.Ordinal),
                Commits = writer.Statistics.Commits,
                CommitMicroseconds = writer.Statistics.Microseconds,
                CommitHistogram = writer.Statistics.Histogram,
                RejectedQueueFull = queue.Rejected,
                RejectedDiskFull = writer.Statistics.DiskFull,
                CanWrite = writer.LastError is null,
                LastError = writer.LastError ?? search.LastError,
                SchemaVersion = schemaVersion,
            };
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        readers.RunAsync(snapshot => new Recount(snapshot).Differences(), cancellationToken, limited: false);

    /// <inheritdoc />
    public async Task SetTimeZoneAsync(DateTimeZone zone, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            () =>
            {
                if (ProjectPhase.Of(zone, clock) is var hours && hours != phase.Current) flusher.Rebuild(hours);
            },
            cancellationToken);
        search.Wake();
    }

    /// <inheritdoc />
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await ChangeAsync(flusher.Rebuild, cancellationToken);
        search.Wake();
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<FactKind, long>> ResetAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<FactKind, long> removed = new Dictionary<FactKind, long>();
        await ChangeAsync(
            () =>
            {
                removed = flusher.Reset();
                facts.Forget();
                GiveBack();
            },
            cancellationToken);
        search.Wake();
        return removed;
    }

    // What was removed is gone by now. Where its room cannot be given back to the disk, later facts use it.
    private void GiveBack()
    {
        try
        {
            connection.ResetAll();
            connection.Execute("vacuum");
            connection.CheckpointPassive();
        }
        catch (SqliteException)
        {
            if (connection.InTransaction) connection.Execute("rollback");
        }
    }
}
