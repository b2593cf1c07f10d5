using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>As the chat platform's auth service takes it; what else an app sends is left alone.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record UserRequest(string? Username, string? Email, string? Password);

internal sealed record CreatedUser(string Id, string Username, string? Email, string CreatedAt);

/// <param name="Roles">None where absent.</param>
internal sealed record AccountRequest(string? Username, string? Email, string? Password, IReadOnlyList<RoleRequest>? Roles);

/// <param name="Project">A slug, or * for all projects.</param>
/// <param name="Role">viewer, editor or admin.</param>
internal sealed record RoleRequest(string? Project, string? Role);

/// <summary>Making accounts: <c>POST /api/v1/accounts</c>, and <c>POST /users/</c> as existing apps have it.</summary>
internal sealed class CreateAccount(IAccountStore accounts, IProjectStores projects, PasswordLine passwords, AccountOptions options, AuditLog audit, TimeProvider clock)
{
    private readonly RateLimit registrations = new(options.RegistrationsPerMinute, clock);

    public static async Task<IResult> OfAdminAsync(AccountRequest request, HttpContext context, CreateAccount create)
    {
        if (!create.TryReadRoles(request.Roles ?? [], out var grants, out var problem)) return problem!;
        var (made, refusal) = await create.MakeAsync(context, request.Username, request.Email, request.Password, grants);
        return made is null ? refusal! : Results.Created($"/api/v1/accounts/{made.Account.Id}", AccountAnswer.From(made));
    }

    public static async Task<IResult> OfUserAsync(UserRequest request, HttpContext context, CreateAccount create)
    {
        if (context.Admission().Caller is Stranger && create.registrations.Take() is { Ticks: > 0 } wait)
            return Problems.RateLimited.With("Too many accounts are being made.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
        var (made, refusal) = await create.MakeAsync(context, request.Username, request.Email, request.Password, []);
        return made is null ? refusal! : Results.Created("/users/me", new CreatedUser(made.Account.Id, made.Account.Name, made.Account.Email, FactTime.ToWire(made.Account.CreatedAt)));
    }

    private async Task<(AccountWithRoles? Made, Problem? Problem)> MakeAsync(
        HttpContext context, string? username, string? emailText, string? password, IReadOnlyList<RoleGrant> grants)
    {
        if (!AccountNames.TryRead(username, out var name, out var problem) || !AccountNames.TryReadEmail(emailText, out var email, out problem)) return (null, problem);
        if (PasswordPolicy.Check(password, name, email) is { } weak) return (null, weak);
        if (await accounts.CountAccountsAsync(context.RequestAborted) >= options.MaxAccounts)
            return (null, Problems.LimitReached.With($"There may be {options.MaxAccounts} accounts (Accounts:MaxAccounts)."));
        // Before the hash, which costs; the store has the last word.
        var taken = Problems.NameTaken.With($"There is an account '{name}' already.", "username");
        if (await accounts.FindAccountByNameAsync(name, context.RequestAborted) is not null) return (null, taken);
        string hash;
        using (var turn = await passwords.EnterAsync(context.RequestAborted)) hash = await turn.HashAsync(password!);
        var account = new Account(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), name, string.IsNullOrEmpty(email) ? null : email, hash, FactTime.Now(clock));
        if (!await accounts.CreateAccountAsync(account, grants, context.RequestAborted)) return (null, taken);
        var roles = new JsonArray([.. grants.Select(grant => (JsonNode)$"{grant.Role.WireName()} of {grant.Project}")]);
        await audit.WriteAsync(context, "account.created", name, details: grants.Count > 0 ? new JsonObject { ["roles"] = roles } : null);
        return (new AccountWithRoles(account, grants), null);
    }

    private bool TryReadRoles(IReadOnlyList<RoleRequest> asked, out IReadOnlyList<RoleGrant> grants, out Problem? problem)
    {
        var read = new List<RoleGrant>();
        grants = read;
        problem = null;
        foreach (var request in asked)
        {
            var (project, name) = (request?.Project, request?.Role);
            if (Roles.Parse(name) is not { } role) problem = SetRole.NoSuchRole;
            else if (project is null || (project != RoleGrant.AllProjects && projects.Find(project) is null)) problem = Problems.ProjectNotFound.With($"There is no project '{project}'.", "roles");
            else if (read.Exists(grant => grant.Project == project)) problem = Problems.InvalidValue.With($"roles names the project '{project}' twice.", "roles");
            else read.Add(new RoleGrant(project, role));
            if (problem is not null) return false;
        }
        return true;
    }
}
