using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

internal sealed record SignInRequest(string? Username, string? Password);

/// <summary>Who is signed in, and what the dashboard needs to know of it.</summary>
/// <param name="Caller">As the audit log names it.</param>
/// <param name="Account">Absent for keys and local callers.</param>
/// <param name="Projects">Those that the caller sees.</param>
/// <param name="CsrfToken">With a cookie: what to send as X-CSRF-Token with everything that changes something.</param>
/// <param name="ExpiresAt">When the session ends; that of a cookie moves on with its use.</param>
internal sealed record SessionAnswer(string Caller, AccountAnswer? Account, IReadOnlyList<SessionProject> Projects, string? CsrfToken, string? ExpiresAt);

/// <param name="TimeZone">Whose days are meant where a question names none.</param>
/// <param name="Role">viewer, editor or admin; absent for keys.</param>
internal sealed record SessionProject(string Slug, string Name, bool IsArchived, string TimeZone, string? Role);

/// <summary><c>/auth/session</c>: signing in with a cookie, for the dashboard.</summary>
internal static class DashboardSession
{
    private static readonly Problem NoAccount = Problems.Forbidden.With("Only accounts sign in and out.");

    /// <summary><c>POST</c>: a new cookie, instead of the one that came along.</summary>
    public static async Task<IResult> OpenAsync(SignInRequest request, HttpContext context, SignIn signIn, Sessions sessions, IProjectStores projects)
    {
        if (IsOfAnotherSite(context.Request)) return Problems.Forbidden.With("A page of another site cannot sign in here.", "Origin");
        if (string.IsNullOrEmpty(request.Username)) return Problems.InvalidValue.With("username is missing.", "username");
        if (string.IsNullOrEmpty(request.Password)) return Problems.InvalidValue.With("password is missing.", "password");
        var (token, session, account, problem) = await signIn.OpenAsync(context, SessionKind.Cookie, request.Username, request.Password);
        if (problem is not null) return problem;
        if (context.Request.Cookies[Credentials.CookieName] is { Length: > 0 } old && await sessions.FindAsync(old, context.RequestAborted) is { Session.Kind: SessionKind.Cookie } before)
            await sessions.EndAsync(before.Session, context.RequestAborted);
        SetCookie(context, token, sessions.CookieLifetime);
        return Answer(context, new AccountHolder(account, session), projects, token);
    }

    /// <summary><c>GET</c>: who am I?</summary>
    public static IResult Show(HttpContext context, Sessions sessions, IProjectStores projects)
    {
        var caller = context.Admission().Caller;
        if (caller is not AccountHolder { Session.Kind: SessionKind.Cookie }) return Answer(context, caller, projects, null);
        var token = Credentials.Find(context.Request, out _)!;
        // The session moves on with its use, so the cookie has to.
        SetCookie(context, token, sessions.CookieLifetime);
        return Answer(context, caller, projects, token);
    }

    /// <summary><c>DELETE</c>: ends the session, or the token, that the request came with.</summary>
    public static async Task<IResult> CloseAsync(HttpContext context, Sessions sessions, AuditLog audit)
    {
        if (context.Admission().Caller is not AccountHolder holder) return NoAccount;
        await sessions.EndAsync(holder.Session, context.RequestAborted);
        await audit.WriteAsync(context, "account.signed_out", holder.Account.Name);
        context.Response.Cookies.Delete(Credentials.CookieName);
        return Results.NoContent();
    }

    /// <summary><c>DELETE /auth/sessions</c>: ends all of the account's sessions and tokens.</summary>
    public static async Task<IResult> CloseAllAsync(HttpContext context, Sessions sessions, AuditLog audit)
    {
        if (context.Admission().Caller is not AccountHolder holder) return NoAccount;
        await sessions.EndAllOfAsync(holder.Account.Id, null, context.RequestAborted);
        await audit.WriteAsync(context, "account.signed_out_everywhere", holder.Account.Name);
        context.Response.Cookies.Delete(Credentials.CookieName);
        return Results.NoContent();
    }

    /// <summary>
    /// True where a page of another site makes the browser sign in, which would put its user into the attacker's account. Browsers say so themselves in
    /// Sec-Fetch-Site, which no page can set; older ones, and those without TLS, only name the origin.
    /// </summary>
    private static bool IsOfAnotherSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site is not (["same-origin"] or ["none"]);
        if (request.Headers.Origin.Count == 0) return false;
        return request.Headers.Origin is not [{ } origin] || !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static void SetCookie(HttpContext context, string token, TimeSpan lifetime) => context.Response.Cookies.Append(Credentials.CookieName, token, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        // Behind a proxy that ends TLS only the page's origin tells of it.
        Secure = context.Request.IsHttps || context.Request.Headers.Origin.ToString().StartsWith("https:", StringComparison.Ordinal),
        MaxAge = lifetime,
        Path = "/",
    });

    private static IResult Answer(HttpContext context, Caller caller, IProjectStores projects, string? token)
    {
        var holder = caller as AccountHolder;
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new SessionAnswer(
            caller.Actor,
            holder is null ? null : AccountAnswer.From(new AccountWithRoles(holder.Account, holder.Grants)),
            [.. from slug in projects.Slugs
                where caller.Knows(slug)
                let project = projects.Find(slug)
                where project is not null
                select new SessionProject(slug, project.Name, project.IsArchived, project.TimeZone, holder?.Grants.In(slug)?.WireName())],
            token is null ? null : Sessions.CsrfTokenOf(token),
            holder is null ? null : FactTime.ToWire(holder.Session.ExpiresAt)));
    }
}
