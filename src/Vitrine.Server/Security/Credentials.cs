using System.Text;

namespace Vitrine.Server.Security;

/// <summary>The secret that a request presents, wherever it carries it.</summary>
internal static class Credentials
{
    public const string CookieName = "vitrine_session";

    private const string ApiKeyHeader = "X-Api-Key";

    /// <summary>
    /// From <c>Authorization</c> (a bearer token, or the password of basic authentication), else <c>X-Api-Key</c>, else the session's cookie. An empty text
    /// where there is a header that cannot be read; null where there is nothing.
    /// </summary>
    public static string? Find(HttpRequest request, out bool isCookie)
    {
        isCookie = false;
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0) return authorization is [{ } only] ? FromAuthorization(only) : "";
        var key = request.Headers[ApiKeyHeader];
        if (key.Count > 0) return key is [{ } single] ? single : "";
        if (request.Headers.Cookie.Count == 0) return null;
        isCookie = true;
        return request.Cookies[CookieName];
    }

    private static string FromAuthorization(string authorization)
    {
        const string bearer = "Bearer ", basic = "Basic ";
        if (authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)) return authorization[bearer.Length..].Trim();
        return authorization.StartsWith(basic, StringComparison.OrdinalIgnoreCase) ? PasswordOf(authorization.AsSpan(basic.Length).Trim()) : "";
    }

    private static string PasswordOf(ReadOnlySpan<char> base64)
    {
        Span<byte> utf8 = stackalloc byte[1024];
        if (!Convert.TryFromBase64Chars(base64, utf8, out var written)) return "";
        var colon = utf8[..written].IndexOf((byte)':');
        return colon < 0 ? "" : Encoding.UTF8.GetString(utf8[(colon + 1)..written]);
    }
}
