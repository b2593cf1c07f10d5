using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Vitrine.Media.Remote;

/// <summary>The lists among <see cref="FetchOptions"/>.</summary>
internal static class FetchLists
{
    public static string[] Items(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static bool TryReadPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    /// <param name="host">As <see cref="Uri.IdnHost"/> spells it.</param>
    /// <param name="port">Null where none is named.</param>
    public static bool TryReadHost(string text, out string host, out int? port)
    {
        (host, port) = ("", null);
        var colon = text.LastIndexOf(':');
        var named = colon > text.LastIndexOf(']') ? text[(colon + 1)..] : null;
        if (named is not null && !TryReadPort(named, out _)) return false;
        // The whole of it must be the authority, and nothing of that a user.
        if (text.AsSpan().ContainsAny("/\\?#@%") || !Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri) || uri.IdnHost.Length == 0 || uri.UserInfo.Length > 0) return false;
        host = uri.IdnHost;
        port = named is null ? null : uri.Port;
        return true;
    }
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class FetchHostsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => Array.TrueForAll(FetchLists.Items((string)value!), item => FetchLists.TryReadHost(item, out _, out _));

    public override string FormatErrorMessage(string name) => "name hosts, with a port where it matters, as in comfy.internal:8188, 10.0.5.7.";
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class FetchPortsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => Array.TrueForAll(FetchLists.Items((string)value!), item => FetchLists.TryReadPort(item, out _));

    public override string FormatErrorMessage(string name) => "name ports from 1 to 65535, as in 443, 8443.";
}
