using Vitrine.Generation;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Hears how far an image is: wakes those who watch, and writes down what the provider calls the job, so that it can be asked after by another process.</summary>
internal sealed partial class ProviderNotes(GenerationOrder order, JobBells bells, ILogger logger)
{
    private readonly Lock guard = new();
    private Task writing = Task.CompletedTask;
    private string? noted;

    public void Note(GenerationProgress progress)
    {
        bells.Ring(order.Project, order.Id);
        lock (guard)
        {
            if (progress.JobId is not { } id || id == noted) return;
            noted = id;
            writing = WriteAsync(writing, id);
        }
    }

    /// <summary>Nothing is heard any more; waits for the last line. It never fails: the picture is worth more.</summary>
    public Task WrittenAsync()
    {
        lock (guard) return writing;
    }

    // One after the other: a provider that is asked again begins another job.
    private async Task WriteAsync(Task before, string id)
    {
        await before;
        try
        {
            await order.Entities.ChangeJobAsync(order.Id, job => job with { ProviderJobId = id }, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogFailure(logger, error, order.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What its provider calls job {Job} could not be written down")]
    private static partial void LogFailure(ILogger logger, Exception error, string job);
}
