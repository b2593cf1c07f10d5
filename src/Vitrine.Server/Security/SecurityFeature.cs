namespace Vitrine.Server.Security;

internal static class SecurityFeature
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddSingleton<ServerSecret>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AuditLog>();
        services.AddHostedService<SecurityUpkeep>();
        return services;
    }
}

/// <summary>Reads the keys before the first request; writes down their use and forgets what is over every minute, and at the end.</summary>
internal sealed partial class SecurityUpkeep(KeyRing keys, Sessions sessions, AuditLog audit, TimeProvider clock, ILogger<SecurityUpkeep> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task StartingAsync(CancellationToken cancellationToken) => keys.LoadAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RunOnceAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.SaveUseAsync(cancellationToken);
            await sessions.RemoveExpiredAsync(cancellationToken);
            await audit.TrimAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // As with a full disk: the next minute tries again, and requests do not depend on it.
            LogFailure(logger, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Upkeep of keys and sessions failed; the next run tries again")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
