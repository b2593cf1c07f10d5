using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Keys;

/// <summary>What of a key may be shown.</summary>
/// <param name="CreatedBy">As the audit log names who made it.</param>
/// <param name="LastUsedAt">To the second; what the last minute brought may be lost when the process is killed.</param>
internal sealed record KeyAnswer(
    string Id, string Project, string Kind, string Name, string Prefix, string LastFour, int? RequestsPerMinute,
    string CreatedAt, string CreatedBy, string? ExpiresAt, string? RevokedAt, string? LastUsedAt)
{
    public static KeyAnswer From(ApiKey key) => new(
        key.Id, key.Project, key.Kind.WireName(), key.Name, key.Prefix, key.LastFour, key.RequestsPerMinute,
        FactTime.ToWire(key.CreatedAt), key.CreatedBy, Wire(key.ExpiresAt), Wire(key.RevokedAt), Wire(key.LastUsedAt));

    private static string? Wire(long? time) => time is { } given ? FactTime.ToWire(given) : null;
}

internal sealed record KeyList(IReadOnlyList<KeyAnswer> Keys);

/// <param name="Key">The secret; shown in this answer and never again.</param>
/// <param name="Details">What is kept of it.</param>
internal sealed record NewKey(string Key, KeyAnswer Details);
