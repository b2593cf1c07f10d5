namespace Vitrine.Core.Control;

/// <summary>Something that an admin may later want to know who did.</summary>
/// <param name="Id">Ascending; 0 before it is stored.</param>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Actor">Who: <c>account:NAME</c>, <c>key:PREFIX</c>, <c>local</c> or <c>system</c>.</param>
/// <param name="Action">What, as <c>key.created</c>.</param>
/// <param name="Project">Null where it concerns no project.</param>
/// <param name="Target">To what or whom.</param>
/// <param name="Address">From where, if over the network.</param>
/// <param name="Details">JSON; null for none. Never a secret.</param>
public sealed record AuditEntry(
    long Id, long Time, string Actor, string Action, string? Project, string? Target, string? Address, string? Details);

public sealed record AuditQuery
{
    /// <summary>Null for everything, else of one project.</summary>
    public string? Project { get; init; }

    public string? Action { get; init; }

    public string? Actor { get; init; }

    /// <summary>Entries with a smaller id.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 100;
}

public interface IAuditStore
{
    Task AddAuditEntryAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAuditEntriesAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Forgets the oldest entries that are from before a time, some thousands at a time.</summary>
    /// <returns>How many went; fewer than there are where there are many.</returns>
    Task<int> RemoveAuditEntriesAsync(long before, CancellationToken cancellationToken);
}
