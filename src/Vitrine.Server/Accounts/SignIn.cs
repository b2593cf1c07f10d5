using Microsoft.AspNetCore.Identity;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>A password that was right.</summary>
/// <param name="NewHash">The password hashed anew, where its hash is weaker than new ones are.</param>
internal sealed record Verified(AccountWithRoles Account, string? NewHash);

/// <summary>
/// Whether a name and a password belong together. Every wrong answer costs the same and reads the same, whatever was wrong: that there is no such
/// account, that it is disabled, or that its password is another.
/// </summary>
internal sealed class SignIn(IAccountStore accounts, PasswordLine passwords, SignInAttempts attempts, Sessions sessions, AuditLog audit)
{
    private static readonly Problem Wrong = Problems.InvalidCredentials.With("The name or the password is wrong.") with { OAuthError = "invalid_grant" };

    /// <summary>Signs in.</summary>
    /// <returns>A new token, or why there is none.</returns>
    public async Task<(string Token, Session Session, AccountWithRoles Account, Problem? Problem)> OpenAsync(HttpContext context, SessionKind kind, string name, string password)
    {
        var (verified, problem) = await VerifyAsync(context, name, password);
        if (verified is null) return (null!, null!, null!, problem);
        var account = verified.Account.Account;
        var opened = await sessions.SignInAsync(account.Id, kind, account.PasswordHash, verified.NewHash, context.RequestAborted);
        // Disabled or given another password while the hash was computed.
        if (opened is not { } session) return (null!, null!, null!, Wrong);
        await audit.WriteAsync(context, "account.signed_in", account.Name, actor: "account:" + account.Name);
        return (session.Token, session.Session, verified.Account, null);
    }

    /// <summary>Looks whether a password is that of an account, as seldom as guessing allows.</summary>
    public async Task<(Verified? Verified, Problem? Problem)> VerifyAsync(HttpContext context, string name, string password)
    {
        name = name.Trim();
        var address = context.Connection.RemoteIpAddress;
        if (Refusal() is { } early) return (null, early);
        using var turn = await passwords.EnterAsync(context.RequestAborted);
        // Others who stood in line may have failed meanwhile.
        if (Refusal() is { } late) return (null, late);

        var account = name.Length <= AccountNames.MaxLength ? await accounts.FindAccountByNameAsync(name, context.RequestAborted) : null;
        var result = await turn.VerifyAsync(account?.Account.PasswordHash, password);
        if (account is null || account.Account.IsDisabled || result == PasswordVerificationResult.Failed)
        {
            attempts.NoteFailure(name, address);
            // Only a name that is one: people type passwords into its field.
            await audit.WriteAsync(context, "account.sign_in_failed", account?.Account.Name, actor: Stranger.Instance.Actor);
            return (null, Wrong);
        }
        attempts.NoteSuccess(name, address);
        return (new Verified(account, result == PasswordVerificationResult.SuccessRehashNeeded ? await turn.HashAsync(password) : null), null);

        Problem? Refusal() => attempts.WaitFor(name, address) is { Ticks: > 0 } wait
            ? Problems.TooManyAttempts.With("There were too many wrong passwords. Try again in a while.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds), OAuthError = "invalid_grant" }
            : null;
    }
}
