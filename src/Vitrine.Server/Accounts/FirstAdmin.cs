using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Accounts;

/// <summary>The password that the operator chose for the first admin; null for none.</summary>
internal sealed record FirstPassword(string? Text)
{
    public override string ToString() => nameof(FirstPassword);
}

/// <summary>
/// Makes the account <c>admin</c> where there is no account. Its password is chosen, and written down, before the server listens; it is hashed after that, so
/// that the start does not wait for it. Whatever concerns accounts waits for <see cref="Ready"/>.
/// </summary>
internal sealed partial class FirstAdmin(
    IAccountStore accounts, IAuditStore audit, PasswordLine passwords, AdminPasswordFile file, FirstPassword given, TimeProvider clock, ILogger<FirstAdmin> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    public const string Name = "admin";

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? password;
    private Task making = Task.CompletedTask;

    /// <summary>Done as soon as there is an account.</summary>
    public Task Ready => ready.Task;

    /// <exception cref="StartException">The chosen password is too weak.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await accounts.CountAccountsAsync(cancellationToken) > 0) ready.SetResult();
        else password = Choose();
        if (file.Exists) LogFile(logger, file.Path);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (password is { } chosen) making = MakeAsync(chosen);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => making;

    // The store is closed after this.
    public async ValueTask DisposeAsync() => await making;

    private string Choose()
    {
        if (given.Text is { } chosen)
        {
            return PasswordPolicy.Check(chosen, Name, null) is { } weak
                ? throw new StartException($"VITRINE_ADMIN_PASSWORD cannot be the password of {Name}: {weak.Detail}")
                : chosen;
        }
        // One that a start left behind before it had the account is replaced as well.
        var madeUp = PasswordPolicy.MakeUp();
        file.Write(madeUp);
        return madeUp;
    }

    private async Task MakeAsync(string chosen)
    {
        try
        {
            string hash;
            using (var turn = await passwords.EnterAsync(CancellationToken.None)) hash = await turn.HashAsync(chosen);
            var now = FactTime.Now(clock);
            var admin = new Account(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Name, null, hash, now);
            await accounts.CreateAccountAsync(admin, [new RoleGrant(RoleGrant.AllProjects, Role.Admin)], CancellationToken.None);
            await audit.AddAuditEntryAsync(new AuditEntry(0, now, "system", "account.created", null, Name, null, null), CancellationToken.None);
            ready.SetResult();
        }
        catch (Exception error)
        {
            LogFailure(logger, error);
            ready.SetException(error);
        }
        finally
        {
            password = null;
        }
    }

    [LoggerMessage(LogLevel.Information, "The password of admin is in {Path}; the file goes when the password is changed")]
    private static partial void LogFile(ILogger logger, string path);

    [LoggerMessage(LogLevel.Critical, "The account admin could not be made; nobody can sign in. Mend what is wrong and start again")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
