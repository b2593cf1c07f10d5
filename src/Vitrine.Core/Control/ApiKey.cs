namespace Vitrine.Core.Control;

/// <summary>What a key may do in its project.</summary>
public enum KeyKind : byte
{
    /// <summary>Sends facts.</summary>
    Ingest = 1,

    /// <summary>Also reads and generates, for the one user that each request names in X-End-User.</summary>
    App = 2,

    /// <summary>Sends, reads, generates and edits, for all users.</summary>
    Server = 3,
}

/// <summary>A project's secret for programs.</summary>
/// <param name="Id">Part of the key, so it finds its row; no secret.</param>
/// <param name="Hash">SHA-256 of the whole key; the key itself is nowhere kept.</param>
/// <param name="LastFour">The end of the key, for people to recognise it.</param>
/// <param name="RequestsPerMinute">Null for no limit.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch, as all times here.</param>
/// <param name="CreatedBy">Who made it, as in the audit log.</param>
public sealed record ApiKey(
    string Id, string Project, KeyKind Kind, string Name, ReadOnlyMemory<byte> Hash, string LastFour, int? RequestsPerMinute,
    long CreatedAt, string CreatedBy, long? ExpiresAt = null, long? RevokedAt = null, long? LastUsedAt = null)
{
    /// <summary>What of the key may be shown.</summary>
    public string Prefix => $"vtr_{Kind.WireName()}_{Id}";
}

public static class KeyKinds
{
    public static string WireName(this KeyKind kind) => kind switch
    {
        KeyKind.Ingest => "ingest",
        KeyKind.App => "app",
        KeyKind.Server => "server",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of key."),
    };

    public static KeyKind? Parse(string? text) => text switch
    {
        "ingest" => KeyKind.Ingest,
        "app" => KeyKind.App,
        "server" => KeyKind.Server,
        _ => null,
    };
}

public interface IKeyStore
{
    /// <returns>False where the key's project is gone; nothing is stored.</returns>
    Task<bool> AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>All keys of all projects, revoked ones included, the oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken);

    /// <returns>False where the project has no such key, or it was revoked before.</returns>
    Task<bool> RevokeKeyAsync(string project, string id, long now, CancellationToken cancellationToken);

    /// <summary>Notes when keys were last used; an earlier time than the one noted changes nothing.</summary>
    Task NoteKeyUseAsync(IReadOnlyCollection<(string Id, long LastUsedAt)> uses, CancellationToken cancellationToken);
}
