using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Security;

/// <summary>A key as requests meet it. Thread-safe; what changes of it are its revocation and its last use.</summary>
internal sealed class RingKey
{
    // Requests a second after another are one use: the note stays a read for almost all of them, which processors share without waiting.
    private const long UseMicroseconds = FactTime.MicrosecondsPerSecond;

    private readonly long expiresAt;
    private long revokedAt;
    private long lastUsedAt;
    private long savedUse;

    public RingKey(ApiKey key, TimeProvider clock)
    {
        Key = key;
        Admission = new Admission(new KeyHolder(key), key.Project);
        Limit = key.RequestsPerMinute is { } perMinute ? new RateLimit(perMinute, clock) : null;
        expiresAt = key.ExpiresAt ?? long.MaxValue;
        revokedAt = key.RevokedAt ?? 0;
        lastUsedAt = savedUse = key.LastUsedAt ?? 0;
    }

    /// <summary>As it was made or read; <see cref="Current"/> has the changes since.</summary>
    public ApiKey Key { get; }

    /// <summary>What most requests with this key are admitted with, made once.</summary>
    public Admission Admission { get; }

    public RateLimit? Limit { get; }

    /// <summary>Zero where every use is written down.</summary>
    public long UnsavedUse => Volatile.Read(ref lastUsedAt) is var used && used != Volatile.Read(ref savedUse) ? used : 0;

    public bool IsOpenAt(long now) => Volatile.Read(ref revokedAt) == 0 && now < expiresAt;

    public void Revoke(long now) => Volatile.Write(ref revokedAt, now);

    public void NoteUse(long now)
    {
        if (now - Volatile.Read(ref lastUsedAt) >= UseMicroseconds) Volatile.Write(ref lastUsedAt, now);
    }

    public void UseSaved(long at) => Volatile.Write(ref savedUse, at);

    public ApiKey Current() => Key with { RevokedAt = NullWhereZero(ref revokedAt), LastUsedAt = NullWhereZero(ref lastUsedAt) };

    private static long? NullWhereZero(ref long time) => Volatile.Read(ref time) is var value and not 0 ? value : null;
}
