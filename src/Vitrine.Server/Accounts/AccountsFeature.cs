using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Accounts;

/// <summary>People who sign in: their accounts, passwords, sessions and roles.</summary>
internal static class AccountsFeature
{
    /// <summary>What PBKDF2 with HMAC-SHA-512 is asked for today. Hashes of fewer are replaced at their account's next sign-in.</summary>
    public const int HashIterations = 210_000;

    private const int MaxBodyBytes = 64 * 1024;

    private static readonly Access OpenRegistration = new(static context => context.RequestServices.GetRequiredService<AccountOptions>().Registration == Registration.Open);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton(Options.Create(new PasswordHasherOptions { IterationCount = HashIterations }));
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<PasswordLine>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<CreateAccount>();
        return services;
    }

    public static IServiceCollection AddFirstAdmin(this IServiceCollection services, string? password)
    {
        services.AddSingleton(new FirstPassword(password));
        services.AddSingleton<AdminPasswordFile>();
        services.AddSingleton<FirstAdmin>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdmin>());
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, AccountsFilter>().WithBodyLimit(MaxBodyBytes);
        MapAuth(all.MapGroup("/auth").WithTags("Signing in"));
        MapUsers(all.MapGroup("/users").WithTags("Accounts"));
        MapManagement(all.MapGroup("/api/v1").WithTags("Accounts"));
    }

    private static void MapAuth(RouteGroupBuilder auth)
    {
        auth.MapPost("/token", IssueToken.HandleAsync).WithName("IssueToken").WithSummary("Signs in for a bearer token, with an OAuth 2 password form.")
            .WithAccess(Access.Everyone).WithBodyLimit(IssueToken.MaxBytes).Answers(typeof(TokenAnswer)).WithProblems(400, 401, 413, 415, 429, 503)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = TokenForm();
                return Task.CompletedTask;
            });
        auth.MapPost("/session", DashboardSession.OpenAsync).WithName("OpenSession").WithSummary("Signs in with a cookie.")
            .WithAccess(Access.Everyone).Answers(typeof(SessionAnswer)).WithProblems(400, 401, 403, 413, 415, 429, 503);
        auth.MapGet("/session", DashboardSession.Show).WithName("ShowSession").WithSummary("Says who is signed in, and which projects there are for them.")
            .Needs(Permission.Identified).Answers(typeof(SessionAnswer)).WithProblems(401);
        auth.MapDelete("/session", DashboardSession.CloseAsync).WithName("CloseSession").WithSummary("Signs out.")
            .Needs(Permission.Identified).AnswersNothing().WithProblems(401, 403);
        auth.MapDelete("/sessions", DashboardSession.CloseAllAsync).WithName("CloseAllSessions").WithSummary("Signs out everywhere.")
            .Needs(Permission.Identified).AnswersNothing().WithProblems(401, 403);
        auth.MapPut("/password", ChangePassword.HandleAsync).WithName("ChangePassword").WithSummary("Changes one's own password, and signs out everywhere else.")
            .Needs(Permission.Identified).AnswersNothing().WithProblems(400, 401, 403, 413, 415, 429, 503);
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.MapPost("/", CreateAccount.OfUserAsync).WithName("CreateUser").WithSummary("Makes an account without roles, as existing apps do it.")
            .Needs(Permission.AdministerAll).WithAccess(OpenRegistration).Creates(typeof(CreatedUser)).WithProblems(400, 401, 403, 409, 413, 415, 429, 503);
        users.MapGet("/me", (HttpContext context) => context.Admission().Caller is AccountHolder holder
                ? Results.Ok(AccountAnswer.From(new AccountWithRoles(holder.Account, holder.Grants)))
                : Problems.Forbidden.With("This is for accounts."))
            .WithName("ShowMe").WithSummary("Shows one's own account.").Needs(Permission.Identified).Answers(typeof(AccountAnswer)).WithProblems(401, 403);
    }

    private static void MapManagement(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").Needs(Permission.AdministerAll).WithProblems(400, 401, 403);
        accounts.MapGet("", ManageAccounts.ListAsync).WithName("ListAccounts").WithSummary("Lists all accounts by name.").Answers(typeof(AccountsAnswer));
        accounts.MapPost("", CreateAccount.OfAdminAsync).WithName("CreateAccount").WithSummary("Makes an account, with its roles.")
            .Creates(typeof(AccountAnswer)).WithProblems(404, 409, 413, 415, 503);
        accounts.MapGet("/{account}", ManageAccounts.GetAsync).WithName("ShowAccount").WithSummary("Shows an account, by id or name.").Answers(typeof(AccountAnswer)).WithProblems(404);
        accounts.MapPatch("/{account}", ManageAccounts.ChangeAsync).WithName("ChangeAccount").WithSummary("Changes e-mail or password, disables or enables.")
            .Answers(typeof(AccountAnswer)).WithProblems(404, 409, 413, 415, 503);
        accounts.MapDelete("/{account}", ManageAccounts.DeleteAsync).WithName("DeleteAccount").WithSummary("Deletes an account with its roles and sessions.")
            .AnswersNothing().WithProblems(404, 409);
        accounts.MapPut("/{account}/roles/{project}", SetRole.PutAsync).WithName("GiveRole").WithSummary("Gives an account a role in a project, or in all (*).")
            .Needs(Permission.Identified).AnswersNothing().WithProblems(404, 409, 413, 415);
        accounts.MapDelete("/{account}/roles/{project}", SetRole.DeleteAsync).WithName("RemoveRole").WithSummary("Takes a role away.")
            .Needs(Permission.Identified).AnswersNothing().WithProblems(404, 409);
        api.MapGet("/members", ListMembers.HandleAsync).WithName("ListMembers").WithSummary("Lists who has a role in the project.")
            .Needs(Permission.Administer).Answers(typeof(MembersAnswer)).WithProblems(401, 403, 404);
    }

    private static OpenApiRequestBody TokenForm()
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "username", "password" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["username"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["password"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "password" },
                ["grant_type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "password, or absent." },
            },
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/x-www-form-urlencoded"] = new() { Schema = schema },
                ["multipart/form-data"] = new() { Schema = schema },
            },
        };
    }
}
