using System.Security.Cryptography;
using System.Text;
using Vitrine.Server.Http;
using Vitrine.Server.Local;

namespace Vitrine.Server.Security;

/// <summary>Who calls: a caller, a problem, or neither where nothing was presented.</summary>
internal readonly record struct Authentication(Admission? Key, Caller? Caller, Problem? Problem)
{
    public static readonly Authentication Nothing;

    public static Authentication Of(Caller caller) => new(null, caller, null);

    public static Authentication Of(Problem problem) => new(null, null, problem);
}

/// <summary>Finds out who calls by what the request presents.</summary>
internal sealed class Authenticator(KeyRing keys, Sessions sessions)
{
    public const string CsrfHeader = "X-CSRF-Token";

    private static readonly Problem Unknown = Problems.Unauthorized.With("The key or token is not valid, or no more.");
    private static readonly Problem NoCsrfToken = Problems.Forbidden.With($"With a cookie, what changes something needs the session's token in {CsrfHeader}.", CsrfHeader);

    public ValueTask<Authentication> AuthenticateAsync(HttpContext context)
    {
        if (context.IsLocalCaller()) return new(Authentication.Of(LocalOperator.Instance));
        if (Credentials.Find(context.Request, out var isCookie) is not { } presented) return new(Authentication.Nothing);
        if (!isCookie && presented.StartsWith(Secret.KeyPrefix, StringComparison.Ordinal)) return new(OfKey(presented));
        return presented.StartsWith(Secret.SessionPrefix, StringComparison.Ordinal) || presented.StartsWith(Secret.PanelPrefix, StringComparison.Ordinal)
            ? OfTokenAsync(context, presented, isCookie)
            : new(Authentication.Of(Unknown));
    }

    private Authentication OfKey(string presented) =>
        keys.TryAdmit(presented, out var key, out var problem) ? new(key.Admission, key.Admission.Caller, null) : Authentication.Of(problem ?? Unknown);

    private async ValueTask<Authentication> OfTokenAsync(HttpContext context, string token, bool isCookie)
    {
        if (await sessions.FindAsync(token, context.RequestAborted) is not { } open) return Authentication.Of(Unknown);
        switch (open.Session.Kind)
        {
            case Core.Control.SessionKind.Panel when !isCookie && context.Request.Headers.Origin is [{ } origin] && origin == open.Session.Origin:
                return Authentication.Of(new PanelHolder(open.Session));
            // A token is good only in the place it was made for: a stolen cookie is no bearer, and a page cannot plant a bearer as a cookie.
            case Core.Control.SessionKind.Bearer when !isCookie:
                return Authentication.Of(new AccountHolder(open.Account!, open.Session));
            case Core.Control.SessionKind.Cookie when isCookie:
                return ChangesSomething(context.Request) && !HasCsrfToken(context.Request, token)
                    ? Authentication.Of(NoCsrfToken)
                    : Authentication.Of(new AccountHolder(open.Account!, open.Session));
            default:
                return Authentication.Of(Unknown);
        }
    }

    private static bool ChangesSomething(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool HasCsrfToken(HttpRequest request, string token) =>
        request.Headers[CsrfHeader] is [{ } presented]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(Sessions.CsrfTokenOf(token)));
}
