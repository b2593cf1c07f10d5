using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Stores;

/// <summary>How many of a batch's facts are in, and how many were there already.</summary>
public readonly record struct AppendResult(int Stored, int Duplicates, int Refused);

/// <summary>The queue is full (503) or the disk is (507); nothing of the batch was stored.</summary>
public sealed class AppendRejectedException(AppendRejection rejection, Exception? inner = null)
    : Exception($"The store rejected a batch: {rejection}.", inner)
{
    public AppendRejection Rejection { get; } = rejection;
}

public enum AppendRejection : byte
{
    QueueFull,
    DiskFull,
    Stopping,
}

/// <summary>The store was closed while it was asked, or before: its project is gone, or the server stops.</summary>
public sealed class StoreClosedException() : Exception("The store is closed.");

/// <summary>The facts of one project, everything derived from them, and the entities they refer to. All members are thread-safe.</summary>
public interface IFactStore : IAsyncDisposable
{
    /// <summary>
    /// Stores a batch and answers once it is committed. Each fact's outcome is left in its header. The batch must not be touched or
    /// disposed before the answer, and the caller disposes it afterwards.
    /// </summary>
    /// <exception cref="AppendRejectedException">Nothing was stored.</exception>
    ValueTask<AppendResult> AppendAsync(FactBatch batch, CancellationToken cancellationToken);

    /// <summary>Answers a question exactly, everything acknowledged before the call included.</summary>
    /// <exception cref="QueryBudgetException">The question needs more facts than the budget allows.</exception>
    Task<StatResult> QueryAsync(StatQuery query, CancellationToken cancellationToken);

    /// <exception cref="InvalidCursorException">The cursor is none that the list has given out; the same with the other lists.</exception>
    /// <exception cref="QueryBudgetException">The page needs more facts than the budget allows.</exception>
    Task<Page<FactRecord>> ListAsync(FactListQuery query, CancellationToken cancellationToken);

    Task<FactRecord?> FindAsync(FactKind kind, string id, CancellationToken cancellationToken);

    Task<Page<ConversationRecord>> ListConversationsAsync(ConversationListQuery query, CancellationToken cancellationToken);

    Task<ConversationRecord?> FindConversationAsync(string conversationId, CancellationToken cancellationToken);

    Task<Page<UserRecord>> ListUsersAsync(UserListQuery query, CancellationToken cancellationToken);

    Task<UserRecord?> FindUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>The most used prompts of images in a range, normalised (case, white space), within the query budget.</summary>
    Task<IReadOnlyList<PromptCount>> TopPromptsAsync(long from, long to, int limit, CancellationToken cancellationToken);

    Task<StoreStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Compares everything derived with a recount of the facts. Each difference is a sentence; none means all is well.</summary>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Cuts what is counted by the hour at the hours of a project's zone. Where they start at another minute than now, everything is counted again; every
    /// answer meanwhile is exact, and facts wait until it is done.
    /// </summary>
    Task SetTimeZoneAsync(DateTimeZone zone, CancellationToken cancellationToken);

    /// <summary>Throws away everything derived (rollups, counters, search) and counts the facts again.</summary>
    Task RebuildAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes every fact and what belongs to facts: users, conversations, personas, jobs, everything derived. Datasets stay. A batch is wholly removed where it was
    /// acknowledged before, and wholly kept where it was sent after; one sent meanwhile is one or the other. Ids may come again afterwards.
    /// </summary>
    /// <returns>How many of each kind were removed, conversations included.</returns>
    Task<IReadOnlyDictionary<FactKind, long>> ResetAsync(CancellationToken cancellationToken);
}

/// <summary>The entities of one project that people edit, and its jobs.</summary>
public interface IEntityStore : IJobStore
{
    Task PutPersonaAsync(Persona persona, CancellationToken cancellationToken);

    Task<Persona?> FindPersonaAsync(string id, CancellationToken cancellationToken);

    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<Persona>> ListPersonasAsync(CancellationToken cancellationToken);

    /// <summary>Removes what people noted of a persona, its picture's use included; its images keep its id.</summary>
    Task<bool> DeletePersonaAsync(string id, CancellationToken cancellationToken);

    Task PutDatasetAsync(Dataset dataset, CancellationToken cancellationToken);

    Task<Dataset?> FindDatasetAsync(string id, CancellationToken cancellationToken);

    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<Dataset>> ListDatasetsAsync(CancellationToken cancellationToken);

    /// <summary>Removes a dataset, with the uses of its pictures. Its images from before stay, and show no dataset any more; what was counted stays counted.</summary>
    Task<bool> DeleteDatasetAsync(string id, CancellationToken cancellationToken);
}

/// <summary>What a store says of itself, for <c>/health</c>, <c>/metrics</c> and <c>doctor</c>.</summary>
public sealed record StoreStatus
{
    /// <summary>Facts by kind, ever stored.</summary>
    public required IReadOnlyDictionary<FactKind, long> Facts { get; init; }
    public required long QueuedFacts { get; init; }
    public required long QueuedBytes { get; init; }

    /// <summary>Facts committed but not yet flushed into the rollups on disk.</summary>
    public required long UnflushedFacts { get; init; }
    public required long SearchLag { get; init; }
    public required IReadOnlyDictionary<string, long> FileBytes { get; init; }
    public required long Commits { get; init; }

    /// <summary>Microseconds spent in commits since the start.</summary>
    public required long CommitMicroseconds { get; init; }

    /// <summary>Commits by upper bound in microseconds, cumulative, as Prometheus wants them.</summary>
    public required IReadOnlyList<(long UpperBoundMicroseconds, long Count)> CommitHistogram { get; init; }
    public required long RejectedQueueFull { get; init; }
    public required long RejectedDiskFull { get; init; }

    /// <summary>False after a failure of the disk that the last attempt to write has not overcome.</summary>
    public required bool CanWrite { get; init; }

    /// <summary>What went wrong with the last write; null when it worked.</summary>
    public string? LastError { get; init; }
    public required int SchemaVersion { get; init; }
}
