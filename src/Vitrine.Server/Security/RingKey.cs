using Vitrine.Core.Control;

namespace Vitrine.Server.Security;

/// <summary>A key as requests meet it. Immutable but for the note of its last use.</summary>
internal sealed class RingKey
{
    private long lastUsedAt;
    private long savedUse;

    public RingKey(ApiKey key, TimeProvider clock)
    {
        Key = key;
        Admission = new Admission(new KeyHolder(key), key.Project);
        Limit = key.RequestsPerMinute is { } perMinute ? new RateLimit(perMinute, clock) : null;
        lastUsedAt = savedUse = key.LastUsedAt ?? 0;
    }

    public ApiKey Key { get; }

    /// <summary>What most requests with this key are admitted with, made once.</summary>
    public Admission Admission { get; }

    public RateLimit? Limit { get; }

    public bool IsOpenAt(long now) => Key.RevokedAt is null && (Key.ExpiresAt is not { } end || now < end);

    public void NoteUse(long now) => Volatile.Write(ref lastUsedAt, now);

    public ApiKey Current() => Volatile.Read(ref lastUsedAt) is var used and > 0 ? Key with { LastUsedAt = used } : Key;

    /// <returns>Zero where nothing was added since.</returns>
    public long TakeUnsavedUse()
    {
        var used = Volatile.Read(ref lastUsedAt);
        return Interlocked.Exchange(ref savedUse, used) == used ? 0 : used;
    }
}
