using System.Buffers;

namespace Vitrine.Server.Network;

/// <summary>
/// Under which names the server answers. A page of a stranger can make a browser call a private server only by a name that the stranger owns and lets point at it; so names that nobody can own
/// are safe, and every other is to be listed.
/// </summary>
internal sealed class HostRule
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    // Names that are never given out to anyone: RFC 6761, RFC 6762, RFC 8375, and ICANN's private-use domain.
    private static readonly string[] Ownerless = [".localhost", ".local", ".internal", ".home.arpa"];

    private readonly string[] names;
    private readonly string[] suffixes;
    private readonly bool all;

    // Nearly every request names the same one.
    private string? lastAllowed;

    public HostRule(NetworkOptions options)
    {
        var patterns = OptionLists.Items(options.AllowedHosts);
        all = patterns.Contains("*");
        names = [.. patterns.Where(pattern => pattern[0] != '*')];
        suffixes = [.. patterns.Where(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)).Select(pattern => pattern[1..]), .. Ownerless];
    }

    /// <summary>True where the text is a name, <c>*.</c> before a name, or <c>*</c>.</summary>
    public static bool IsPattern(string text) => text == "*" || IsName(text.StartsWith("*.", StringComparison.Ordinal) ? text.AsSpan(2) : text);

    /// <summary>True where the text is a host, with or without a port, as the header has it.</summary>
    public static bool IsHost(ReadOnlySpan<char> text) => TryCutPort(text, out var host) && (IsName(host) || IsAddress(host));

    public bool Allows(HostString requested)
    {
        // A request of HTTP/1.0 may name none; browsers always do.
        if (all || !requested.HasValue || requested.Value == lastAllowed) return true;
        if (!TryCutPort(requested.Value, out var host) || !IsAllowed(host)) return false;
        lastAllowed = requested.Value;
        return true;
    }

    private bool IsAllowed(ReadOnlySpan<char> host)
    {
        if (IsAddress(host)) return true;
        if (host is [.., '.']) host = host[..^1];
        if (!host.Contains('.')) return IsName(host);
        foreach (var suffix in suffixes)
        {
            if (host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) return true;
        }
        foreach (var name in names)
        {
            if (host.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static bool IsName(ReadOnlySpan<char> text) => text is [not '.', ..] && text.Length <= 253 && !text.ContainsAnyExcept(NameCharacters);

    private static bool IsAddress(ReadOnlySpan<char> host) => AddressList.TryReadAddress(host is ['[', .. var inner, ']'] ? inner : host, out _);

    private static bool TryCutPort(ReadOnlySpan<char> text, out ReadOnlySpan<char> host)
    {
        var end = text is ['[', ..] ? text.IndexOf(']') + 1 : text.IndexOf(':');
        host = end < 0 ? text : text[..end];
        var port = text[host.Length..];
        return !host.IsEmpty && (port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9')));
    }
}
