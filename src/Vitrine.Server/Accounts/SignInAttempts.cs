using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Server.Accounts;

/// <summary>
/// Counts wrong passwords and says how long the next attempt has to wait. A name counts whether it is an account's or not. The wait is capped, and an
/// address from which an account signed in before is judged by its own failures for it, so that strangers who try a name all day do not keep its owner
/// out. In memory only, bounded; thread-safe.
/// </summary>
internal sealed class SignInAttempts(AccountOptions options, TimeProvider clock)
{
    private static readonly TimeSpan FailuresLast = TimeSpan.FromHours(1);
    private static readonly TimeSpan AcquaintanceLasts = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tally> tallies = new(StringComparer.Ordinal);

    /// <returns>Zero where the password may be looked at now.</returns>
    public TimeSpan WaitFor(string name, IPAddress? address)
    {
        lock (gate)
        {
            var wait = WaitOf(KeyOfName(name, address), options.MaxFailures);
            var ofAddress = address is null ? TimeSpan.Zero : WaitOf(KeyOf(address), options.MaxAddressFailures);
            return wait > ofAddress ? wait : ofAddress;
        }
    }

    public void NoteFailure(string name, IPAddress? address)
    {
        lock (gate)
        {
            Count(KeyOfName(name, address));
            if (address is not null) Count(KeyOf(address));
        }
    }

    /// <summary>Forgets the name's failures. Those of the address stay: else who has an account could try all others, with a sign-in of their own in between.</summary>
    public void NoteSuccess(string name, IPAddress? address)
    {
        lock (gate)
        {
            tallies.Remove(KeyOf(name, null));
            if (address is not null) Put(KeyOf(name, address), new Tally(0, clock.GetTimestamp(), AcquaintanceLasts));
        }
    }

    private string KeyOfName(string name, IPAddress? address) =>
        address is not null && KeyOf(name, address) is var own && Find(own)?.Lasts == AcquaintanceLasts ? own : KeyOf(name, null);

    private TimeSpan WaitOf(string key, int allowed)
    {
        if (Find(key) is not { } tally || tally.Failures < allowed) return TimeSpan.Zero;
        var delay = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, tally.Failures - allowed), options.MaxDelaySeconds));
        var passed = clock.GetElapsedTime(tally.At);
        return passed < delay ? delay - passed : TimeSpan.Zero;
    }

    private void Count(string key)
    {
        var tally = Find(key) ?? new Tally(0, 0, FailuresLast);
        Put(key, tally with { Failures = tally.Failures + 1, At = clock.GetTimestamp() });
    }

    private Tally? Find(string key) => tallies.TryGetValue(key, out var tally) && clock.GetElapsedTime(tally.At) < tally.Lasts ? tally : null;

    private void Put(string key, Tally tally)
    {
        if (tallies.Count >= options.TrackedFailures && !tallies.ContainsKey(key)) MakeRoom();
        tallies[key] = tally;
    }

    // A walk through the table, but a hash was computed before each.
    private void MakeRoom()
    {
        foreach (var key in tallies.Keys.Where(key => Find(key) is null).ToList()) tallies.Remove(key);
        if (tallies.Count >= options.TrackedFailures) tallies.Remove(tallies.MinBy(pair => pair.Value.At).Key);
    }

    // People type passwords into the field for the name, so what is kept is a hash; it also bounds the length.
    private static string KeyOf(string name, IPAddress? address) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{name.ToUpperInvariant()}\n{(address is null ? "" : KeyOf(address))}")));

    private static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        // A customer has all addresses of a /64.
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }

    private sealed record Tally(int Failures, long At, TimeSpan Lasts);
}
