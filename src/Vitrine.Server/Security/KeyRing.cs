using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Security;

/// <summary>
/// All keys, in memory, so that a request's key is found without the store. Every change goes through here to the store first. Thread-safe.
/// </summary>
internal sealed class KeyRing(IKeyStore store, TimeProvider clock)
{
    private const int IdBytes = 6;

    private readonly ConcurrentDictionary<string, RingKey> keys = new(StringComparer.Ordinal);

    /// <summary>Reads the keys from the store, instead of those that are there.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ListKeysAsync(cancellationToken);
        keys.Clear();
        foreach (var key in stored) keys[key.Id] = new RingKey(key, clock);
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key, which is shown this once, and what is kept of it.</returns>
    /// <exception cref="ProjectGoneException">There is no such project, or no more.</exception>
    public async Task<(string Secret, ApiKey Key)> CreateAsync(
        string project, KeyKind kind, string name, int? requestsPerMinute, long? expiresAt, string createdBy, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Secret.New($"{Secret.KeyPrefix}{kind.WireName()}_{id}_");
        var key = new ApiKey(id, project, kind, name, Secret.Hash(secret), secret[^4..], requestsPerMinute, FactTime.Now(clock), createdBy, expiresAt);
        if (!await store.AddKeyAsync(key, cancellationToken)) throw new ProjectGoneException(project);
        keys[id] = new RingKey(key, clock);
        return (secret, key);
    }

    /// <summary>From the next request on the key opens nothing.</summary>
    /// <returns>False where the project has no such key, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(string project, string id, CancellationToken cancellationToken)
    {
        var now = FactTime.Now(clock);
        if (!await store.RevokeKeyAsync(project, id, now, cancellationToken)) return false;
        if (keys.TryGetValue(id, out var key)) key.Revoke(now);
        return true;
    }

    /// <summary>The project's key of an id, revoked or not; null for none.</summary>
    public ApiKey? Find(string project, string id) => keys.TryGetValue(id, out var key) && key.Key.Project == project ? key.Current() : null;

    /// <summary>Of a project, the oldest first, with the time of last use as it is now.</summary>
    public IReadOnlyList<ApiKey> Of(string project) =>
        [.. keys.Values.Where(key => key.Key.Project == project).Select(key => key.Current()).OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)];

    /// <summary>Forgets the keys of a project that is gone.</summary>
    public void Forget(string project)
    {
        foreach (var (id, key) in keys)
        {
            if (key.Key.Project == project) keys.TryRemove(id, out _);
        }
    }

    /// <summary>Finds the key that was presented, if it may be used now.</summary>
    /// <param name="problem">Why not: too many requests. Null where it is no key.</param>
    public bool TryAdmit(string presented, [NotNullWhen(true)] out RingKey? key, out Problem? problem)
    {
        problem = null;
        var now = FactTime.Now(clock);
        if (!TryFind(presented, out key) || !key.IsOpenAt(now)) return false;
        var wait = key.Limit?.Take() ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            problem = Problems.RateLimited.With($"The key may send {key.Key.RequestsPerMinute} requests a minute.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
            return false;
        }
        key.NoteUse(now);
        return true;
    }

    /// <summary>Writes down when keys were used since the last time.</summary>
    public async Task SaveUseAsync(CancellationToken cancellationToken)
    {
        var uses = keys.Values.Select(key => (Key: key, At: key.UnsavedUse)).Where(use => use.At > 0).ToList();
        if (uses.Count == 0) return;
        await store.NoteKeyUseAsync([.. uses.Select(use => (use.Key.Key.Id, use.At))], cancellationToken);
        // Only now: what could not be written, as on a full disk, is tried again.
        foreach (var (key, at) in uses) key.UseSaved(at);
    }

    private bool TryFind(ReadOnlySpan<char> presented, [NotNullWhen(true)] out RingKey? key)
    {
        key = null;
        if (presented.Length > Secret.MaxLength) return false;
        var kind = presented[Secret.KeyPrefix.Length..];
        var id = kind[(kind.IndexOf('_') + 1)..];
        return id.Length > IdBytes * 2
            && keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id[..(IdBytes * 2)], out key)
            && Secret.Matches(presented, key.Key.Hash.Span);
    }
}
