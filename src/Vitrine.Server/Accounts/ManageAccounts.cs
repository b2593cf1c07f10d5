using System.Text.Json.Nodes;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>What is to change; what is absent stays.</summary>
/// <param name="Email">Empty takes it away.</param>
/// <param name="Password">A new one; ends the account's sessions.</param>
internal sealed record AccountPatch(string? Email, bool? IsDisabled, string? Password);

/// <summary><c>/api/v1/accounts</c> and <c>/api/v1/accounts/{account}</c>, by id or name.</summary>
internal static class ManageAccounts
{
    public static readonly Problem LastAdmin = Problems.LastAdmin.With("This is the last admin of all projects. Make another one first.");

    public static async Task<IResult> ListAsync(IAccountStore accounts, CancellationToken cancellationToken) =>
        Results.Ok(new AccountsAnswer([.. (await accounts.ListAccountsAsync(cancellationToken)).Select(AccountAnswer.From)]));

    public static async Task<IResult> GetAsync(string account, IAccountStore accounts, CancellationToken cancellationToken) =>
        await FindAsync(accounts, account, cancellationToken) is { } found ? Results.Ok(AccountAnswer.From(found)) : NotFound(account);

    public static async Task<IResult> ChangeAsync(
        string account, AccountPatch patch, HttpContext context, IAccountStore accounts, PasswordLine passwords, AdminPasswordFile file, AuditLog audit)
    {
        if (await FindAsync(accounts, account, context.RequestAborted) is not { Account: var found }) return NotFound(account);
        if (!AccountNames.TryReadEmail(patch.Email, out var email, out var problem)) return problem;
        string? hash = null;
        if (patch.Password is not null)
        {
            if (PasswordPolicy.Check(patch.Password, found.Name, email ?? found.Email) is { } weak) return weak;
            using var turn = await passwords.EnterAsync(context.RequestAborted);
            hash = await turn.HashAsync(patch.Password);
        }
        var outcome = await accounts.UpdateAccountAsync(
            found.Id, new AccountChange { Email = email, IsDisabled = patch.IsDisabled, PasswordHash = hash }, context.RequestAborted);
        if (outcome != AccountOutcome.Done) return Of(outcome, account);
        if (hash is not null)
        {
            file.ForgetFor(found.Name);
            await audit.WriteAsync(context, "account.password_reset", found.Name);
        }
        if (patch.IsDisabled is { } disabled && disabled != found.IsDisabled) await audit.WriteAsync(context, disabled ? "account.disabled" : "account.enabled", found.Name);
        if (email is not null) await audit.WriteAsync(context, "account.changed", found.Name, details: new JsonObject { ["email"] = email });
        return await GetAsync(found.Id, accounts, context.RequestAborted);
    }

    public static async Task<IResult> DeleteAsync(string account, HttpContext context, IAccountStore accounts, AdminPasswordFile file, AuditLog audit)
    {
        if (await FindAsync(accounts, account, context.RequestAborted) is not { Account: var found }) return NotFound(account);
        var outcome = await accounts.DeleteAccountAsync(found.Id, context.RequestAborted);
        if (outcome != AccountOutcome.Done) return Of(outcome, account);
        file.ForgetFor(found.Name);
        await audit.WriteAsync(context, "account.deleted", found.Name);
        return Results.NoContent();
    }

    /// <summary>By id or by name; no name looks like an id.</summary>
    public static async Task<AccountWithRoles?> FindAsync(IAccountStore accounts, string account, CancellationToken cancellationToken) =>
        await accounts.FindAccountAsync(account, cancellationToken) ?? await accounts.FindAccountByNameAsync(account, cancellationToken);

    public static Problem NotFound(string account) => Problems.AccountNotFound.With($"There is no account '{account}'.", "account");

    public static Problem Of(AccountOutcome outcome, string account) => outcome == AccountOutcome.LastAdmin ? LastAdmin : NotFound(account);
}
