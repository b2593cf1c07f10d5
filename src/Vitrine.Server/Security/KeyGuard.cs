using System.Text;
using Vitrine.Server.Http;
using Vitrine.Server.Local;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Security;

/// <summary>Between routing and the endpoint: lets in who may, and refuses projects that do not exist.</summary>
internal sealed class KeyGuard(RequestDelegate next, ServerKey key, IProjectStores projects)
{
    private static readonly Problem NoKey = Problems.Unauthorized.With("Send the server's key as \"Authorization: Bearer …\" or in X-Api-Key.");

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        // Routing's own endpoints, for a wrong method or type, are none that was mapped here: they only set a status.
        if (endpoint is not RouteEndpoint) return next(context);
        if (endpoint.Metadata.GetMetadata<Access>()?.IsOpenTo(context) is not true && !context.IsLocalCaller() && !HasKey(context.Request)) return NoKey.ExecuteAsync(context);
        if (!context.Request.QueryString.HasValue) return next(context);
        var slug = context.Request.Query["project"];
        if (slug.Count == 0) return next(context);
        return slug is [{ } name] && projects.Exists(name)
            ? next(context)
            : Problems.ProjectNotFound.With($"There is no project '{slug}'.", "project").ExecuteAsync(context);
    }

    private bool HasKey(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } authorization] && IsKey(authorization)) return true;
        return request.Headers["X-Api-Key"] is [{ } header] && key.Matches(header);
    }

    private bool IsKey(ReadOnlySpan<char> authorization)
    {
        const string bearer = "Bearer ", basic = "Basic ";
        if (authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)) return key.Matches(authorization[bearer.Length..].Trim());
        if (!authorization.StartsWith(basic, StringComparison.OrdinalIgnoreCase)) return false;
        Span<byte> utf8 = stackalloc byte[1024];
        if (!Convert.TryFromBase64Chars(authorization[basic.Length..].Trim(), utf8, out var written)) return false;
        var credentials = Encoding.UTF8.GetString(utf8[..written]);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && key.Matches(credentials.AsSpan(colon + 1));
    }
}
