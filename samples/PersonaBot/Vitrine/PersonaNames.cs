using PersonaBot.Personas;

namespace PersonaBot.Vitrine;

/// <summary>Tells Vitrine what the personas are called, as soon as it can be reached.</summary>
internal sealed partial class PersonaNames(PersonaBook book, VitrineClient vitrine, TimeProvider clock, ILogger<PersonaNames> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryPutAsync(stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
    }

    private async Task<bool> TryPutAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var persona in book.Personas) await vitrine.PutPersonaAsync(persona, cancellationToken);
            return true;
        }
        catch (VitrineException error)
        {
            LogNotYet(logger, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Personas have no names in Vitrine yet: {Reason}")]
    private static partial void LogNotYet(ILogger logger, string reason);
}
