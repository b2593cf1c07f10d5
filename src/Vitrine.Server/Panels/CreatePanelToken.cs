using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Panels;

/// <param name="Origin">Whose pages may use the token, as https://chat.example.</param>
internal sealed record PanelTokenRequest(string? Origin);

/// <param name="Token">Shown in this answer and never again.</param>
/// <param name="Origin">As browsers send it.</param>
internal sealed record PanelTokenAnswer(string Token, string ExpiresAt, string Origin, string Project);

/// <summary><c>POST /api/v1/panel-tokens</c>: an app's server asks for it, and hands it to the page.</summary>
internal static class CreatePanelToken
{
    public static async Task<IResult> HandleAsync(PanelTokenRequest request, HttpContext context, Sessions sessions)
    {
        if (!TryReadOrigin(request.Origin, out var origin))
            return Problems.InvalidValue.With("origin is http or https, a host, and a port where it is not the usual one: https://chat.example.", "origin");
        var project = context.Admission().Project;
        var (token, session) = await sessions.OpenPanelAsync(project, origin, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new PanelTokenAnswer(token, FactTime.ToWire(session.ExpiresAt), origin, project));
    }

    /// <summary>An origin as browsers spell it: lower case, the host in ASCII, no usual port.</summary>
    private static bool TryReadOrigin(string? text, [NotNullWhen(true)] out string? origin)
    {
        origin = null;
        if (text is null || text.Contains('\\') || !Uri.TryCreate(text, UriKind.Absolute, out var uri)) return false;
        if ((uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0 || uri.UserInfo.Length > 0) return false;
        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || text.EndsWith('?') || text.EndsWith('#')) return false;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        origin = uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
        return true;
    }
}
