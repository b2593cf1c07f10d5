using Vitrine.Server.Security;

namespace Vitrine.Server.Network;

/// <summary>A browser's question before the request itself; routing looks for the path as if it were that request.</summary>
internal sealed record Preflight(string Origin, string Method);

/// <summary>
/// Which pages of other sites may read answers: those of the listed origins anywhere, and the side panel's wherever it is, on the paths that panel tokens open. Cookies never count there:
/// nothing here allows credentials.
/// </summary>
internal sealed class CrossOrigin(NetworkOptions options)
{
    private const string Exposed = "Link, X-Total-Count, X-Total-Is-Exact, Retry-After, Content-Disposition";
    private const string Accepted = "Authorization, X-Api-Key, X-End-User, Content-Type, Content-Encoding, Idempotency-Key, If-None-Match";

    // How long a browser may remember the answer, in seconds: ten minutes.
    private const string MaxAge = "600";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private readonly HashSet<string> origins = new(OptionLists.Items(options.AllowedOrigins), StringComparer.Ordinal);

    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text && uri.UserInfo.Length == 0;

    /// <summary>Before routing: the headers of listed origins, also on problems, and the method of a preflight.</summary>
    public void Begin(HttpContext context)
    {
        if (origins.Count > 0) VaryByOrigin(context.Response);
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin]) return;
        if (origins.Contains(origin)) Allow(context.Response, origin);
        if (HttpMethods.IsOptions(context.Request.Method)
            && context.Request.Headers.AccessControlRequestMethod is [{ } asked] && Array.Find(Methods, method => method == asked) is { } method)
        {
            context.Features.Set(new Preflight(origin, method));
            context.Request.Method = method;
        }
    }

    /// <summary>After routing, where the path is known.</summary>
    /// <returns>True where the request was a preflight and is answered.</returns>
    public bool Finish(HttpContext context)
    {
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var isPanel = endpoint?.Metadata.GetMetadata<Needed>()?.Permission == Permission.ReadPanel;
        if (isPanel && origins.Count == 0) VaryByOrigin(context.Response);
        if (context.Features.Get<Preflight>() is { } preflight)
        {
            context.Request.Method = HttpMethods.Options;
            if (endpoint is null) return false;
            Answer(context.Response, preflight, isPanel || origins.Contains(preflight.Origin));
            return true;
        }
        if (isPanel && context.Request.Headers.Origin is [{ Length: > 0 } origin] && HasPanelToken(context.Request)) Allow(context.Response, origin);
        return false;
    }

    private static void Answer(HttpResponse response, Preflight preflight, bool isAllowed)
    {
        response.StatusCode = isAllowed ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
        if (!isAllowed) return;
        Allow(response, preflight.Origin);
        response.Headers.AccessControlAllowMethods = preflight.Method;
        response.Headers.AccessControlAllowHeaders = Accepted;
        response.Headers.AccessControlMaxAge = MaxAge;
    }

    // Whether it is valid is the gate's business; its page may read that it is not.
    private static bool HasPanelToken(HttpRequest request) =>
        Credentials.Find(request, out var isCookie) is { } presented && !isCookie && presented.StartsWith(Secret.PanelPrefix, StringComparison.Ordinal);

    private static void Allow(HttpResponse response, string origin)
    {
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlExposeHeaders = Exposed;
    }

    private static void VaryByOrigin(HttpResponse response) => response.Headers.Append("Vary", "Origin");
}
