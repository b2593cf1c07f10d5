using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>As OAuth 2 has it, RFC 6749 section 5.1.</summary>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record TokenAnswer(string AccessToken, string TokenType, long ExpiresIn);

/// <summary><c>POST /auth/token</c>: name and password in a form for a bearer token, as apps of the OAuth 2 password grant ask.</summary>
internal static class IssueToken
{
    public const int MaxBytes = 8 * 1024;

    private static readonly FormOptions Form = new() { ValueCountLimit = 32, MultipartBodyLengthLimit = MaxBytes, MultipartHeadersLengthLimit = 2048, BufferBodyLengthLimit = MaxBytes };

    public static async Task<IResult> HandleAsync(HttpContext context, SignIn signIn, Sessions sessions)
    {
        if (!context.Request.HasFormContentType)
            return Problems.UnsupportedMediaType.With("Send username and password as a form: application/x-www-form-urlencoded or multipart/form-data.");
        if (await ReadAsync(context) is not { } form) return Invalid("The body is not a form.", null);
        if (form["grant_type"] is { Count: > 0 } grant && grant is not ["password"])
            return Problems.UnknownValue.With("grant_type is password, or absent.", "grant_type") with { OAuthError = "unsupported_grant_type" };
        if (form["username"] is not [{ Length: > 0 } name]) return Invalid("username is missing.", "username");
        if (form["password"] is not [{ Length: > 0 } password]) return Invalid("password is missing.", "password");
        var (token, _, _, problem) = await signIn.OpenAsync(context, SessionKind.Bearer, name, password);
        if (problem is not null) return problem;
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new TokenAnswer(token, "bearer", (long)sessions.TokenLifetime.TotalSeconds));
    }

    private static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, Form));
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // Cut off, or more of it than a sign-in has.
            return null;
        }
    }

    private static Problem Invalid(string sentence, string? field) => Problems.MissingParameter.With(sentence, field) with { OAuthError = "invalid_request" };
}
