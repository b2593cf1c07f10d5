using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

internal sealed record PasswordRequest(string? Current, string? New);

/// <summary><c>PUT /auth/password</c>: one's own. Every other session ends.</summary>
internal static class ChangePassword
{
    public static async Task<IResult> HandleAsync(
        PasswordRequest request, HttpContext context, SignIn signIn, PasswordLine passwords, IAccountStore accounts, AdminPasswordFile file, AuditLog audit)
    {
        if (context.Admission().Caller is not AccountHolder holder) return Problems.Forbidden.With("Only accounts have a password.");
        if (string.IsNullOrEmpty(request.Current)) return Problems.InvalidValue.With("current is missing.", "current");
        if (PasswordPolicy.Check(request.New, holder.Account.Name, holder.Account.Email, "new") is { } weak) return weak;
        var (verified, problem) = await signIn.VerifyAsync(context, holder.Account.Name, request.Current);
        if (verified is null) return problem!.Kind == Problems.InvalidCredentials ? Problems.WrongPassword.With("The current password is another.", "current") : problem;

        string hash;
        using (var turn = await passwords.EnterAsync(context.RequestAborted)) hash = await turn.HashAsync(request.New!);
        var outcome = await accounts.UpdateAccountAsync(
            holder.Account.Id,
            new AccountChange { PasswordHash = hash, IfPasswordHash = verified.Account.Account.PasswordHash, KeptSession = holder.Session.TokenHash },
            context.RequestAborted);
        if (outcome != AccountOutcome.Done) return Problems.WrongPassword.With("The password was changed meanwhile.", "current");
        file.ForgetFor(holder.Account.Name);
        await audit.WriteAsync(context, "account.password_changed", holder.Account.Name);
        return Results.NoContent();
    }
}
